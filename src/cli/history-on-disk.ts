import { setImmediate } from 'node:timers/promises'
import { type ErrorCode, LaurelError } from '../errors.ts'
import { type History, openHistory, openVersion } from '../snapshot/history.ts'
import { compileSqliteOnNode } from '../snapshot/node.ts'
import type { Counting, Snapshot } from '../snapshot/snapshot.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { historyBusy } from '../sync/chunks/history-reader.ts'
import { growingPauses, type Wait, wait } from '../sync/retry.ts'
import { useBuiltWasm } from './built-wasm.ts'
import { DatabaseFiles } from './database-files.ts'
import { lastWritten } from './file-marks.ts'
import { FileSource } from './file-source.ts'
import { ProgressBar, type ProgressStream, waitingLine } from './progress-bar.ts'

/** Errors that a half-written file may cause. */
const HALF_WRITTEN: ReadonlySet<ErrorCode> = new Set([
  'empty_upload',
  'snapshot_truncated',
  'snapshot_corrupt',
  'wal_mismatch',
])

/** A file written more recently may still be incomplete. Unit: milliseconds. */
const LATELY_MS = 1000

export interface ReadingOptions {
  /** Which sessions and messages count; `lived` by default. */
  counting?: Counting
  /** Where waiting is shown, if it is a terminal; the process's own by default. */
  stderr?: ProgressStream
  pause?: Wait
}

/** Yields to the event loop. Throws once the history has changed: what is read of it then may not end. */
export type NextTurn = () => Promise<void>

/** A version of a history, for other threads to read. It can be sent to them. */
export interface HistoryVersion {
  path: string
  /** Of the database file. */
  bytes: number
  log: History['log']
  counting: Counting
}

/** `version`: null if other threads cannot read it. */
type Read<T> = (snapshot: Snapshot, nextTurn: NextTurn, version: HistoryVersion | null) => Promise<T>

/**
 * Reads a consistent state of a history in a file, with the -wal and hot -journal beside it. Retries after growing
 * pauses while the agent writes to it.
 * @throws LaurelError `history_busy` if it never stays unchanged for long enough; and as `openHistory` and `read`
 */
export async function readingFile<T>(
  path: string,
  read: Read<T>,
  { counting = 'lived', stderr = process.stderr, pause = wait }: ReadingOptions = {},
): Promise<T> {
  await useBuiltWasm()
  let whole = false
  for (const milliseconds of growingPauses()) {
    try {
      return await readOnce(path, read, { whole, counting })
    } catch (error) {
      if (!mayPass(error, path)) throw error
    }
    // A faster read leaves less time for writes.
    whole = true
    await waited(milliseconds, pause, stderr)
  }
  try {
    return await readOnce(path, read, { whole, counting })
  } catch (error) {
    throw isChange(error) ? historyBusy() : error
  }
}

async function readOnce<T>(
  path: string,
  read: Read<T>,
  { whole, counting }: { whole: boolean; counting: Counting },
): Promise<T> {
  const files = await DatabaseFiles.open(path, whole)
  try {
    const main = await files.rolledBack()
    const snapshot = await openHistory(await loadSqlite(compileSqliteOnNode), main, files.wal, {}, counting)
    const version = { path, bytes: files.main.size, log: snapshot.log, counting }
    const nextTurn = async () => {
      await setImmediate()
      files.check()
    }
    try {
      return await read(snapshot, nextTurn, files.areTheHistory ? version : null)
    } finally {
      snapshot.close()
    }
  } finally {
    // If the file changed, that explains any failure better than the failure itself.
    try {
      files.check()
    } finally {
      files.close()
    }
  }
}

/**
 * Reads a version of a history in another thread than the one that opened it, which must check in the end that it has
 * not changed.
 * @throws LaurelError as `openVersion` and `read`
 */
export async function readingVersion<T>(
  { path, log, counting }: HistoryVersion,
  read: (snapshot: Snapshot, nextTurn: NextTurn) => Promise<T>,
): Promise<T> {
  await useBuiltWasm()
  const sqlite = await loadSqlite(compileSqliteOnNode)
  const main = new FileSource(path)
  const wal = log && new FileSource(`${path}-wal`)
  const snapshot = await openVersion(sqlite, { main, wal }, log, counting)
  return read(snapshot, async () => {
    await setImmediate()
    main.checkUnchanged()
    wal?.checkOnlyGrown()
  }).finally(() => {
    snapshot.close()
    main.close()
    wal?.close()
  })
}

function isChange(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_replaced'
}

function mayPass(error: unknown, path: string): boolean {
  if (!(error instanceof LaurelError)) return false
  if (isChange(error) || error.code === 'history_busy') return true
  if (!HALF_WRITTEN.has(error.code)) return false
  return Math.abs(Date.now() - lastWritten(path)) < LATELY_MS
}

async function waited(milliseconds: number, pause: Wait, stderr: ProgressStream): Promise<void> {
  const bar = new ProgressBar(stderr, process.env)
  bar.draw(waitingLine)
  try {
    await pause(milliseconds)
  } finally {
    bar.erase()
  }
}
