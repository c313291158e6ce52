import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import sqlite from 'node-sqlite3-wasm'
import { configFrom } from '../../src/config.ts'
import { listSessions } from '../../src/scan/slice.ts'
import { SourceReading } from '../../src/scan/source-reading.ts'
import { ByteCache } from '../../src/storage/byte-cache.ts'
import type { Fetched } from '../../src/storage/chunk-source.ts'
import { chunkedFile, fetching, readAll } from './fetched.ts'

/** What the edge fetches to find the sessions that changed, and to read them. */
export interface Refetched {
  change: string
  changedSessions: number
  /** Of all pages that differ, whatever they hold. */
  changedBytes: number
  /** By a listing, as before there were notes of pages. */
  listed: Fetched
  /** By comparing the pages with those of the version before; null if only a listing can tell. */
  compared: Fetched | null
}

const PAGE_BYTES = 4096
const MESSAGES = 20
const SESSIONS_A_CHANGE = 100
const TEXT = 'The build is green again, and the harbour is calm. '.repeat(12)

interface Change {
  change: string
  /** @returns the ids of the changed sessions */
  make(database: sqlite.Database): string[]
}

const CHANGES: readonly Change[] = [
  {
    change: 'one session appended',
    make(database) {
      append(database, ['appended'])
      return ['appended']
    },
  },
  {
    change: '20 messages to an old one',
    make(database) {
      const old = idsOf(database, 1)
      write(database, old)
      return old
    },
  },
  {
    change: 'one session in a hundred goes on',
    make(database) {
      const old = idsOf(database, SESSIONS_A_CHANGE)
      write(database, old, 1)
      return old
    },
  },
]

/** Changes a history in several ways, and counts what a refresh fetches of the two versions. */
export async function countRefetches(path: string): Promise<Refetched[]> {
  const next = `${path}.next`
  const found: Refetched[] = []
  try {
    for (const { change, make } of CHANGES) {
      const ids = changed(path, next, make)
      const listed = await fetching(next, cacheOf(), async (snapshot, fetched) => {
        await listSessions(snapshot)
        await readAll(new SourceReading(snapshot), ids, fetched)
      })
      const compared = await comparing(path, next, ids)
      found.push({
        change,
        changedSessions: ids.length,
        changedBytes: differing(path, next),
        listed,
        compared,
      })
    }
    return found
  } finally {
    rmSync(next, { force: true })
  }
}

/** @throws if a changed session is not found */
async function comparing(path: string, next: string, ids: readonly string[]): Promise<Fetched | null> {
  const cache = cacheOf()
  const before: Fetched = { requests: 0, bytes: 0 }
  const old = chunkedFile(path, cache, before)
  const now = chunkedFile(next, cache, { requests: 0, bytes: 0 })
  try {
    let named: ReadonlySet<string> | null = null
    const after = await fetching(next, cache, async (snapshot, fetched, source) => {
      old.source.sparing = source.sparing = true
      named = await snapshot.changedSince(old.source, { old: old.noted, now: now.noted })
      if (named === null) return
      const missed = ids.filter((id) => !named?.has(id))
      if (missed.length > 0) throw new Error(`${missed.length} changed sessions were missed.`)
      await readAll(new SourceReading(snapshot), [...(named as ReadonlySet<string>)], fetched)
    })
    if (named === null) return null
    return { requests: before.requests + after.requests, bytes: before.bytes + after.bytes }
  } finally {
    old.close()
    now.close()
  }
}

function changed(path: string, next: string, make: Change['make']): string[] {
  copyFileSync(path, next)
  const database = new sqlite.Database(next)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; BEGIN')
    const ids = make(database)
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
    return ids
  } finally {
    database.close()
  }
}

/** Appends sessions of `MESSAGES` messages. */
export function append(database: sqlite.Database, ids: readonly string[]): void {
  for (const id of ids)
    database.run(`INSERT INTO sessions (id, source, started_at) VALUES (?, 'cli', 1800000000)`, [id])
  write(database, ids)
}

/** Returns the bytes of the pages in which two files differ. */
function differing(path: string, next: string): number {
  const [old, now] = [readFileSync(path), readFileSync(next)]
  let bytes = 0
  for (let at = 0; at < now.length; at += PAGE_BYTES)
    if (!old.subarray(at, at + PAGE_BYTES).equals(now.subarray(at, at + PAGE_BYTES))) bytes += PAGE_BYTES
  return bytes
}

function write(database: sqlite.Database, ids: readonly string[], messages = MESSAGES): void {
  const sql = `INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', ?, ?)`
  for (const id of ids)
    for (let at = 0; at < messages; at++) database.run(sql, [id, `${at} ${TEXT}`, 1_800_000_000 + at])
}

/** Returns one session of so many; if that is all of them, one. */
function idsOf(database: sqlite.Database, every: number): string[] {
  const ids = database.all('SELECT id FROM sessions ORDER BY rowid').map(({ id }) => String(id))
  const middle = ids[ids.length >> 1] ?? ''
  return every === 1 ? [middle] : ids.filter((_, at) => at % every === 0)
}

const cacheOf = () => new ByteCache(configFrom().CHUNK_CACHE_BYTES)
