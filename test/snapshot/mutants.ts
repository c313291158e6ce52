import { expect } from 'vitest'
import type { Random } from '../fixtures/random.ts'
import { DAMAGES } from './damages.ts'
import { database, golden, MESSAGE_INDEX, TABLES } from './histories.ts'
import { readAll } from './read-all.ts'

/** A history of many small pages, so that damage finds structure. */
const small = (index: string) =>
  database((run) => {
    run('PRAGMA page_size = 512')
    run(TABLES + index)
    for (let at = 0; at < 48; at++) {
      const id = `s${at % 8}`
      if (at < 8) run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [id, 'cli', at])
      const content = 'word '.repeat(at % 7 === 0 ? 200 : 5)
      run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
        id,
        'user',
        content,
        at % 10,
      ])
    }
  })

/** The files that are damaged. `count`: how often in `npm test`; `weight`: how often in a thousand of `npm run soak`. */
export const SOUND = [
  { name: 'small, indexed', of: () => small(MESSAGE_INDEX), count: 300, weight: 650 },
  { name: 'small, not indexed', of: () => small(''), count: 150, weight: 340 },
  { name: 'fuzz', of: async () => golden('fuzz'), count: 20, weight: 7 },
  { name: 'edges', of: async () => golden('edges'), count: 10, weight: 3 },
]

/** Reads a damaged copy of a file. Returns whether it was refused; if so, with a clear error that quotes nothing. */
export async function readMutant(sound: Uint8Array, random: Random): Promise<boolean> {
  const error = await readAll(random.pick(DAMAGES)(new Uint8Array(sound), random))
  if (error === undefined) return false
  // What SQLite says may quote the file: it must not get out.
  expect(JSON.stringify(error.toBody())).not.toMatch(/word|malformed|near/)
  return true
}
