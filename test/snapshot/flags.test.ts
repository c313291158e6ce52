import fc from 'fast-check'
import type { SqlValue } from 'sql.js/dist/sql-wasm.js'
import { expect, it } from 'vitest'
import { memorySource, whenAtHand } from '../../src/snapshot/byte-source.ts'
import { Connection } from '../../src/snapshot/connection.ts'
import { checkHeader } from '../../src/snapshot/header.ts'
import { limitsWith } from '../../src/snapshot/limits.ts'
import { type MessageRows, SqlMessages } from '../../src/snapshot/message-rows.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { LOWEST, type RowId } from '../../src/snapshot/row-id.ts'
import { probeSchema } from '../../src/snapshot/schema.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { MESSAGE_VALUES, StoredMessages } from '../../src/snapshot/stored-messages.ts'
import { StoredRows } from '../../src/snapshot/stored-rows.ts'
import { database, kept, reading, TABLES } from './histories.ts'
import { countingSource } from './sources.ts'

/** What a table of messages was before it had flags, and what was added. Values keep to no rule. */
const BEFORE = TABLES.replace('timestamp REAL NOT NULL', 'timestamp REAL NOT NULL, reasoning TEXT')
const ADDED = `
  ALTER TABLE messages ADD COLUMN active INTEGER DEFAULT 1;
  ALTER TABLE messages ADD COLUMN compacted INTEGER DEFAULT 0;
  ALTER TABLE messages ADD COLUMN display_kind TEXT;`
const INSERT = 'INSERT INTO messages (session_id, role, content, timestamp, reasoning'

/** All rows with their flags, and for how many of them SQLite had to be queried. */
async function flagsIn(bytes: Uint8Array, way: 'pages' | 'sqlite') {
  const source = memorySource(bytes)
  const header = await whenAtHand(source, () => checkHeader(source))
  const connection = new Connection(await loadSqlite(compileSqliteOnNode), source, limitsWith({}))
  try {
    connection.configure()
    const { messages } = probeSchema(connection)
    const bySqlite = new SqlMessages(connection, messages)
    const stored = new StoredRows(connection, { source, header }, messages, MESSAGE_VALUES)
    const rows: MessageRows = way === 'sqlite' ? bySqlite : new StoredMessages(connection, stored, bySqlite)
    const read: unknown[] = []
    let asked = 0
    let after: RowId = LOWEST
    for (let place = rows.moveAfter(after); place !== null; place = rows.moveAfter(after)) {
      read.push([place, rows.flagsThere(), kept(rows.messageThere())])
      if (!stored.sure) asked++
      after = place.rowId
    }
    return { read, asked }
  } finally {
    connection.close()
  }
}

it('flags read from the pages are those that SQLite reads, also in rows from before there were any', async () => {
  const flag = fc.constantFrom<SqlValue[]>(0, 1, 2, null, 1.5)
  const kind = fc.constantFrom<SqlValue[]>(null, 'hidden', 'other')
  const rows = fc.array(fc.tuple(fc.nat(9000), flag, flag, kind), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(5), fc.constantFrom(512, 4096), async (made, older, pageSize) => {
      const bytes = await database((run) => {
        run(`PRAGMA page_size = ${pageSize}; ${BEFORE}`)
        for (let at = 0; at < older; at++) run(`${INSERT}) VALUES ('s', 'user', 'x', ${at}, NULL)`)
        run(ADDED)
        for (const [length, ...flags] of made) {
          const values = ['r'.repeat(length), ...flags]
          run(`${INSERT}, active, compacted, display_kind) VALUES ('s', 'user', 'x', 9, ?, ?, ?, ?)`, values)
        }
      })
      const { read, asked } = await flagsIn(bytes, 'pages')
      expect(read).toEqual((await flagsIn(bytes, 'sqlite')).read)
      expect([read.length, asked]).toEqual([older + made.length, 0])
    }),
    { numRuns: 100 },
  )
})

it('nothing is read that stands in front of flags', async () => {
  const bytes = await database((run) => {
    run(BEFORE + ADDED)
    run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, 'T')")
    for (let at = 0; at < 5; at++)
      run(`${INSERT}) VALUES ('s', 'user', 'x', ${at}, '${'r'.repeat(500_000)}')`)
  })
  const source = countingSource(bytes, 4096, 100)
  const flags: unknown[] = []
  await reading(source, (snapshot) =>
    snapshot.sweep().run({
      begin: () => true,
      message: (_, { counts }) => flags.push(counts),
      end() {},
      again() {},
    }),
  )
  expect(flags).toEqual(Array.from({ length: 5 }, () => 'all'))
  expect(source.fetched.length).toBeLessThan(20)
})
