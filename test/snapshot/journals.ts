import fs, { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { MESSAGE_INDEX, TABLES } from './histories.ts'

/** A database in the middle of a transaction, and the journal that undoes it, as a crash leaves them. */
export interface HotPair {
  main: Uint8Array
  journal: Uint8Array
  /** The database before the transaction. */
  before: Uint8Array
  /** Both files after the commit; null if there is no journal any more. */
  after: { main: Uint8Array; journal: Uint8Array | null }
}

export interface HotOptions {
  pageSize?: number
  vacuum?: 0 | 1 | 2
  /** OFF writes the journal without syncing, which leaves the number of records open. */
  synchronous?: 'OFF' | 'FULL'
  /** DELETE, TRUNCATE or PERSIST. */
  mode?: string
  /** How many times the messages are doubled before the transaction by copying each of them. */
  doublings?: number
}

export type Run = (sql: string) => void

const FILL = `
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11)
  INSERT INTO sessions (id, source, started_at) SELECT 's' || i, 'cli', i FROM n;
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)
  INSERT INTO messages (session_id, role, content, timestamp)
  SELECT 's' || (i % 12), 'user', replace(hex(zeroblob(40 + i * 20)), '00', 'word '), i FROM n;`

const DOUBLE = `
  INSERT INTO messages (session_id, role, content, timestamp) SELECT session_id, role, content, timestamp FROM messages;`

/** Writes with a cache of a few pages, so that a transaction's changes are in the file before the commit. */
export function amidTransaction(
  change: (run: Run) => void,
  { pageSize = 1024, vacuum = 0, synchronous = 'FULL', mode = 'DELETE', doublings = 0 }: HotOptions = {},
): HotPair {
  return inFolder((path) => {
    const database = new sqlite.Database(path)
    const run: Run = (sql) => database.exec(sql)
    try {
      run(`PRAGMA page_size = ${pageSize}; PRAGMA auto_vacuum = ${vacuum}; PRAGMA journal_mode = ${mode}`)
      run(`PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = 3; PRAGMA cache_spill = 1`)
      run(TABLES + MESSAGE_INDEX + FILL + DOUBLE.repeat(doublings))
      const before = bytesOf(path)
      run('BEGIN')
      change(run)
      const hot = { main: bytesOf(path), journal: bytesOf(`${path}-journal`) }
      run('COMMIT')
      const journal = existsSync(`${path}-journal`) ? bytesOf(`${path}-journal`) : null
      return { ...hot, before, after: { main: bytesOf(path), journal } }
    } finally {
      database.close()
    }
  })
}

/**
 * Returns the database that real SQLite makes of a pair: it rolls a hot journal back into the main file. Null if it
 * refuses.
 */
export function recovered(main: Uint8Array, journal: Uint8Array): Uint8Array | null {
  return inFolder((path) => {
    writeFileSync(path, main)
    writeFileSync(`${path}-journal`, journal)
    const database = new sqlite.Database(path)
    const { accessSync } = fs
    // It takes its own lock for a writer's, and would leave every journal to that writer.
    fs.accessSync = (name, mode) => {
      if (String(name).endsWith('.lock')) throw new Error('There is none.')
      accessSync(name, mode)
    }
    try {
      database.get('PRAGMA schema_version')
    } catch (error) {
      if (error instanceof sqlite.SQLite3Error) return null
      throw error
    } finally {
      fs.accessSync = accessSync
      database.close()
    }
    return bytesOf(path)
  })
}

export interface JournalParts {
  pageSize: number
  /** Pages before the transaction. */
  pageCount: number
  sectorSize?: number
  /** One list for each header. */
  segments: readonly (readonly (readonly [page: number, content: Uint8Array])[])[]
  /** The number of records in the headers; the true number by default. */
  records?: number
  superJournal?: string
}

const MAGIC = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]

/** Returns a journal according to section 3 of the file format, for cases that SQLite rarely writes. */
export function journalOf({
  pageSize,
  pageCount,
  sectorSize = 512,
  segments,
  records,
  superJournal,
}: JournalParts): Uint8Array {
  const parts: Uint8Array[] = []
  let length = 0
  const add = (bytes: Uint8Array) => {
    parts.push(bytes)
    length += bytes.length
  }
  for (const [number, segment] of segments.entries()) {
    add(new Uint8Array((sectorSize - (length % sectorSize)) % sectorSize))
    const nonce = 0x1234_5678 + number
    const header = new Uint8Array(sectorSize)
    header.set(MAGIC)
    const fields = [records ?? segment.length, nonce, pageCount, sectorSize, pageSize]
    fields.forEach((value, at) => void new DataView(header.buffer).setUint32(8 + 4 * at, value))
    add(header)
    for (const [page, content] of segment) {
      let sum = nonce
      for (let at = pageSize - 200; at > 0; at -= 200) sum += content[at] ?? 0
      add(Uint8Array.of(...word(page), ...content, ...word(sum)))
    }
  }
  if (superJournal !== undefined) {
    const name = new TextEncoder().encode(superJournal)
    const sum = name.reduce((total, byte) => total + byte, 0)
    add(
      Uint8Array.of(
        ...word(0x4000_0000 / pageSize + 1),
        ...name,
        ...word(name.length),
        ...word(sum),
        ...MAGIC,
      ),
    )
  }
  const journal = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    journal.set(part, at)
    at += part.length
  }
  return journal
}

function word(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
}

function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path))
}

function inFolder<T>(work: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-journal-'))
  try {
    return work(join(folder, 'state.db'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
