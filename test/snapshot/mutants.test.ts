import { expect, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { runs } from '../properties.ts'
import { DAMAGES } from './damages.ts'
import { database, everything, golden, MESSAGE_INDEX, TABLES } from './histories.ts'
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

const MUTANTS = [
  { name: 'small, indexed', of: () => small(MESSAGE_INDEX), count: runs(300) },
  { name: 'small, not indexed', of: () => small(''), count: runs(150) },
  { name: 'fuzz', of: async () => golden('fuzz'), count: runs(20) },
  { name: 'edges', of: async () => golden('edges'), count: runs(10) },
]

it.each(MUTANTS)(
  'damage ends in a clear error or in figures, and harms no other file: $name',
  async (file) => {
    const sound = await file.of()
    const whole = await everything(golden('edges'))
    let refused = 0
    for (let seed = 0; seed < file.count; seed++) {
      const random = new Random(`${file.name} ${seed}`)
      const error = await readAll(random.pick(DAMAGES)(new Uint8Array(sound), random))
      if (error === undefined) continue
      refused++
      // What SQLite says may quote the file: it must not get out.
      expect(JSON.stringify(error.toBody())).not.toMatch(/word|malformed|near/)
    }
    expect(refused).toBeGreaterThan(file.count / 10)
    expect(await everything(golden('edges'))).toEqual(whole)
    expect(await readAll(sound)).toBeUndefined()
  },
)
