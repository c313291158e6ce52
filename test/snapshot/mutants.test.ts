import { expect, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { pageOf, pageSizeOf } from './b-trees.ts'
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

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array

const flipBits: Damage = (bytes, random) => {
  for (let left = random.int(1, 8); left > 0; left--) {
    const at = random.int(0, bytes.length - 1)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7))
  }
  return bytes
}

/** The first bytes of pages say what they are and lead on. */
const overwriteHeads: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  for (let left = random.int(1, 4); left > 0; left--) {
    const number = random.int(1, pages)
    const at = random.int(number === 1 ? 100 : 0, number === 1 ? 140 : 40)
    pageOf(bytes, number)[at] = random.pick([0, 1, 2, 5, 10, 13, 127, 128, 255, random.int(0, pages)])
  }
  return bytes
}

const overwriteHeader: Damage = (bytes, random) => {
  bytes[random.int(16, 99)] = random.pick([0, 1, 2, 4, 127, 128, 255])
  return bytes
}

const swapPages: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  for (let left = random.int(1, 3); left > 0; left--) {
    const [one, other] = [pageOf(bytes, random.int(2, pages)), pageOf(bytes, random.int(2, pages))]
    const kept = one.slice()
    one.set(other)
    other.set(kept)
  }
  return bytes
}

const copyPages: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  pageOf(bytes, random.int(2, pages)).set(pageOf(bytes, random.int(2, pages)))
  return bytes
}

const blankPages: Damage = (bytes, random) => {
  pageOf(bytes, random.int(2, bytes.length / pageSizeOf(bytes))).fill(random.pick([0, 255]))
  return bytes
}

/** Whole pages, so that it is not refused for its length alone, or any number of bytes. */
const cut: Damage = (bytes, random) => {
  const size = random.chance(0.2) ? 1 : pageSizeOf(bytes)
  const shorter = bytes.slice(0, random.int(1, bytes.length / size) * size)
  if (shorter.length > 100) new DataView(shorter.buffer).setUint32(92, 0)
  return shorter
}

const DAMAGES = [flipBits, overwriteHeads, overwriteHeader, swapPages, copyPages, blankPages, cut]

const MUTANTS = [
  { name: 'small, indexed', of: () => small(MESSAGE_INDEX), count: 1300 },
  { name: 'small, not indexed', of: () => small(''), count: 700 },
  { name: 'fuzz', of: async () => golden('fuzz'), count: 40 },
  { name: 'edges', of: async () => golden('edges'), count: 20 },
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
