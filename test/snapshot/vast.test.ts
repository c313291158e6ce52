import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { expect, it } from 'vitest'
import type { ByteSource } from '../../src/snapshot/byte-source.ts'
import { database, everything, TABLES } from './histories.ts'

const PAGE_BYTES = 4096
const GiB = 2 ** 30

/**
 * A file of which only the pages that were written are kept; all others are zeros. It takes the place of the
 * array in which sql.js's file system keeps a file, so that SQLite itself writes beyond gigabytes of nothing.
 */
class SparseFile implements ByteSource {
  readonly [index: number]: number
  size: number
  readonly #pages = new Map<number, Uint8Array>()
  #written = false

  constructor(bytes: Uint8Array) {
    this.size = bytes.length
    for (let at = 0; at < bytes.length; at += PAGE_BYTES) this.set(bytes.subarray(at, at + PAGE_BYTES), at)
  }

  /** How long the file is when it is opened, and afterwards how long it could be. */
  get length(): number {
    return this.#written ? 2 ** 40 : this.size
  }

  slice(): SparseFile {
    this.#written = true
    return this
  }

  subarray(begin: number, end: number): Uint8Array {
    return this.read(begin, end)
  }

  read(begin: number, end: number): Uint8Array {
    const page = this.#pages.get(Math.floor(begin / PAGE_BYTES)) ?? new Uint8Array(PAGE_BYTES)
    return page.subarray(begin % PAGE_BYTES, (begin % PAGE_BYTES) + end - begin)
  }

  set(bytes: Uint8Array, at: number): void {
    this.#pages.set(at / PAGE_BYTES, bytes.slice())
    this.size = Math.max(this.size, at + bytes.length)
  }

  /** Makes it longer by pages that nothing refers to. */
  growTo(size: number): void {
    this.size = size
    this.#written = false
    const header = this.#pages.get(0) ?? new Uint8Array(PAGE_BYTES)
    new DataView(header.buffer).setUint32(28, size / PAGE_BYTES)
  }
}

it('reads a history of more than 5 GiB, with rows on both sides of 2 and 4 GiB', async () => {
  const file = new SparseFile(await database((run) => run(TABLES)))
  const { Database } = await initSqlJs()
  const starts = [0, 2 * GiB - 2 * PAGE_BYTES, 4 * GiB - 2 * PAGE_BYTES, 5 * GiB]
  for (const [id, start] of starts.entries()) {
    if (start > 0) file.growTo(start)
    const db = new Database(file)
    db.exec('PRAGMA journal_mode = OFF')
    db.run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [`s${id}`, 'cli', id])
    for (let at = 0; at < 5; at++) {
      const content = `${id}.${at} `.repeat(at === 2 ? 5000 : 100)
      db.run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
        `s${id}`,
        'user',
        content,
        at,
      ])
    }
    db.close()
  }
  expect(file.size).toBeGreaterThan(5 * GiB)

  const read: number[] = []
  const source: ByteSource = {
    size: file.size,
    read(begin, end) {
      read.push(begin)
      return file.read(begin, end)
    },
  }
  const sessions = (await everything(source)).reverse()
  expect(sessions.map(([{ id }, messages]) => [id, messages.map(({ content }) => content)])).toEqual(
    starts.map((_, id) => [
      `s${id}`,
      Array.from({ length: 5 }, (_, at) => `${id}.${at} `.repeat(at === 2 ? 5000 : 100)),
    ]),
  )
  for (const [low, high] of [
    [0, GiB],
    [2 * GiB - 2 * PAGE_BYTES, 2 * GiB],
    [2 * GiB, 3 * GiB],
    [4 * GiB - 2 * PAGE_BYTES, 4 * GiB],
    [4 * GiB, 5 * GiB],
    [5 * GiB, 6 * GiB],
  ] as const) {
    expect(read.some((begin) => begin >= low && begin < high)).toBe(true)
  }
})
