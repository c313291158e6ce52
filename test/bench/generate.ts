import { writeFileSync } from 'node:fs'
import initSqlJs from 'sql.js'
import { generateHistory } from '../fixtures/history.ts'
import { writeStateDb } from '../fixtures/write-state-db.ts'
import { HISTORIES, REFRESHED, TYPICAL } from './histories.ts'

/** Writes the state.db of a bench history. */
export async function generate(name: string, path: string): Promise<void> {
  const history = [...HISTORIES, ...REFRESHED, TYPICAL].find((each) => each.name === name)
  if (history === undefined) throw new Error(`There is no bench history ${name}.`)
  const { options, bloatBytes = 0, compaction } = history
  writeFileSync(
    path,
    writeStateDb(generateHistory(options), { sqlite: await initSqlJs(), bloatBytes, compaction, wal: true }),
  )
}
