import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ErrorCode, LaurelError } from '../errors.ts'
import { openHistory } from '../snapshot/history.ts'
import { compileSqliteOnNode } from '../snapshot/node.ts'
import type { Counting, Snapshot } from '../snapshot/snapshot.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { historyBusy } from '../sync/chunks/history-reader.ts'
import { growingPauses, type Wait, wait } from '../sync/retry.ts'
import { useBuiltWalk } from './built-walk.ts'
import { DatabaseFiles } from './database-files.ts'
import { lastWritten } from './file-marks.ts'
import { ProgressBar, type ProgressStream, waitingLine } from './progress-bar.ts'

/** What a file that is just being written may look like. */
const HALF_WRITTEN: ReadonlySet<ErrorCode> = new Set([
  'empty_upload',
  'snapshot_truncated',
  'snapshot_corrupt',
  'wal_mismatch',
])

/** What was written so lately may be half of what is being written. Unit: milliseconds. */
const LATELY_MS = 1000

export interface ReadingOptions {
  /** Which sessions and messages count. Default `lived`. */
  counting?: Counting
  /** Where it says that it waits, when that is a terminal. Default: the process's own. */
  stderr?: ProgressStream
  pause?: Wait
}

export { nextTurn }

/**
 * Reads a history in a file, with the -wal and the hot -journal beside it, in one state that it had. While its agent
 * writes to it, it is tried again after growing pauses.
 * @throws LaurelError `history_busy` when it never stays as it is for long enough, and as `openHistory` and `read`
 */
export async function readingFile<T>(
  path: string,
  read: (snapshot: Snapshot) => Promise<T>,
  { counting = 'lived', stderr = process.stderr, pause = wait }: ReadingOptions = {},
): Promise<T> {
  await useBuiltWalk()
  let whole = false
  for (const milliseconds of growingPauses()) {
    try {
      return await readOnce(path, read, { whole, counting })
    } catch (error) {
      if (!mayPass(error, path)) throw error
    }
    // The sooner it is read, the less is written meanwhile.
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
  read: (snapshot: Snapshot) => Promise<T>,
  { whole, counting }: { whole: boolean; counting: Counting },
): Promise<T> {
  const files = await DatabaseFiles.open(path, whole)
  try {
    const main = await files.rolledBack()
    const snapshot = await openHistory(await loadSqlite(compileSqliteOnNode), main, files.wal, {}, counting)
    try {
      return await read(snapshot)
    } finally {
      snapshot.close()
    }
  } finally {
    // A change explains any failure better than the failure itself does.
    try {
      files.check()
    } finally {
      files.close()
    }
  }
}

function isChange(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_replaced'
}

function mayPass(error: unknown, path: string): boolean {
  if (isChange(error)) return true
  if (!(error instanceof LaurelError) || !HALF_WRITTEN.has(error.code)) return false
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
