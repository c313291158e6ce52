import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sqlite, { type BindValues } from 'node-sqlite3-wasm'
import { MESSAGE_INDEX, TABLES } from './histories.ts'

/** A database and the write-ahead log beside it. */
export interface WalPair {
  main: Uint8Array
  wal: Uint8Array
}

/** A database in WAL mode that is open in real SQLite. */
export interface OpenDatabase {
  run(sql: string, values?: BindValues): void
  /** Returns both files in their current state. */
  pair(): WalPair
}

export const FRAME_HEADER_BYTES = 24
export const WAL_HEADER_BYTES = 32

/** Makes SQLite keep its WAL index in memory, so that the file system needs no shared memory. */
const EXCLUSIVE = 'PRAGMA locking_mode = EXCLUSIVE'

/** Runs statements as real SQLite does, in files, with checkpoints only on request. */
export function writing<T>(work: (database: OpenDatabase) => T, pageSize = 4096): T {
  return inFolder((path) => {
    const database = new sqlite.Database(path)
    try {
      database.exec(`
        PRAGMA page_size = ${pageSize}; ${EXCLUSIVE}; PRAGMA journal_mode = WAL;
        PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF`)
      return work({
        run: (sql, values) => {
          if (values === undefined) database.exec(sql)
          else database.run(sql, values)
        },
        pair: () => ({ main: bytesOf(path), wal: bytesOf(`${path}-wal`) }),
      })
    } finally {
      database.close()
    }
  })
}

/** Writes the usual tables, and some sessions with their messages, each message in its own commit. */
export function fill({ run }: OpenDatabase, from: number, to: number): void {
  if (from === 0) run(TABLES + MESSAGE_INDEX)
  for (let session = from; session < to; session++) {
    run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [`s${session}`, 'cli', session])
    for (let at = 0; at < 4; at++) {
      run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
        `s${session}`,
        'user',
        `${session}.${at} `.repeat(at === 3 ? 1500 : 30),
        100 - at,
      ])
    }
  }
}

/**
 * Returns the database that real SQLite makes of a pair: it recovers the log, and copies what counts into the main
 * file. Null if it refuses the pair.
 */
export function settled({ main, wal }: WalPair): Uint8Array | null {
  return inFolder((path) => {
    writeFileSync(path, main)
    writeFileSync(`${path}-wal`, wal)
    const database = new sqlite.Database(path)
    try {
      database.exec(`${EXCLUSIVE}; PRAGMA synchronous = OFF`)
      database.get('PRAGMA schema_version')
    } catch (error) {
      if (error instanceof sqlite.SQLite3Error) return null
      throw error
    } finally {
      database.close()
    }
    return bytesOf(path)
  })
}

export function goldenPair(): WalPair {
  const file = (name: string) =>
    new Uint8Array(gunzipSync(readFileSync(new URL(`../golden/wal-pair/${name}.gz`, import.meta.url))))
  return { main: file('state.db'), wal: file('state.db-wal') }
}

/** Returns where the frames of a log begin, and its end. */
export function frameBounds(wal: Uint8Array): number[] {
  const frameBytes = FRAME_HEADER_BYTES + viewOf(wal).getUint32(8)
  const bounds: number[] = []
  for (let at = WAL_HEADER_BYTES; at <= wal.length; at += frameBytes) bounds.push(at)
  return bounds
}

/** Returns a copy with the same frames, changed, and with new salts and checksums that are valid. */
export function signedAnew(
  wal: Uint8Array,
  change: (wal: DataView) => void,
  order: 'little-endian' | 'big-endian' = 'little-endian',
): Uint8Array {
  const bounds = frameBounds(wal)
  const copy = wal.slice()
  const view = viewOf(copy)
  view.setUint32(0, order === 'big-endian' ? 0x377f0683 : 0x377f0682)
  change(view)
  let sums: [number, number] = [0, 0]
  const sum = (begin: number, end: number) => {
    for (let at = begin; at < end; at += 8) {
      const first = (sums[0] + view.getUint32(at, order === 'little-endian') + sums[1]) % 2 ** 32
      sums = [first, (sums[1] + view.getUint32(at + 4, order === 'little-endian') + first) % 2 ** 32]
    }
  }
  const sign = (at: number) => {
    view.setUint32(at, sums[0])
    view.setUint32(at + 4, sums[1])
  }
  sum(0, 24)
  sign(24)
  bounds.slice(1).forEach((end, frame) => {
    const begin = bounds[frame] ?? end
    view.setBigUint64(begin + 8, view.getBigUint64(16))
    sum(begin, begin + 8)
    sum(begin + FRAME_HEADER_BYTES, end)
    sign(begin + 16)
  })
  return copy
}

/** Returns a plain array, which compares and copies as one; a Buffer does neither. */
function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path))
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

function inFolder<T>(work: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-wal-'))
  try {
    return work(join(folder, 'state.db'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
