import { backoff, jittered } from '../backoff.ts'
import { SETTINGS } from '../config.ts'
import { type ErrorCode, LaurelError } from '../errors.ts'
import { PassingFailure, wait } from '../sync/retry.ts'
import { explain, failureText } from './explain.ts'
import { historyMarks } from './file-marks.ts'

/** Errors of a history that its agent keeps writing to. Its next version may be fine. */
const OF_THE_HISTORY: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'empty_upload',
  'not_a_database',
  'snapshot_encrypted',
  'snapshot_truncated',
  'snapshot_corrupt',
  'snapshot_too_large',
  'wal_missing',
  'wal_mismatch',
  'no_sessions_table',
  'no_messages_table',
  'missing_columns',
  'unreadable_table',
  'too_many_sessions',
  'too_many_messages',
  'row_too_large',
])

/** Errors of a busy history, or of a read that was interrupted: the next check may find it at rest, changed or not. */
const BUSY: ReadonlySet<ErrorCode> = new Set(['snapshot_replaced', 'history_busy', 'scan_failed'])

/**
 * Does the work now and whenever the history, its -wal or its -journal has changed, checking every `seconds`. An error
 * of the history is reported once per change. After a failure that may pass, the work is repeated after growing pauses,
 * or when the server says; that the server is down is reported once.
 * @throws any other failure of the work; otherwise it never ends
 */
export async function watching(
  path: string,
  seconds: number,
  work: () => Promise<void>,
  complain: (text: string) => void,
  pause = wait,
): Promise<never> {
  const every = seconds * 1000
  let failures = 0
  for (let done: string | null = null, next = every; ; await pause(next)) {
    next = every
    const marks: string = historyMarks(path)
    if (marks === done) continue
    try {
      await work()
      done = marks
      failures = 0
    } catch (error) {
      if (error instanceof PassingFailure) {
        failures += 1
        next = Math.max(pauseAfter(failures, every), error.retryAfterMs ?? 0)
        if (failures === 1) complain(`${failureText(error)} Trying again, less and less often.`)
        continue
      }
      if (isAbout(error, OF_THE_HISTORY)) done = marks
      else if (!isAbout(error, BUSY)) throw error
      complain(explain(error))
    }
  }
}

/** Returns the pause after so many failures in a row. Unit: milliseconds. */
function pauseAfter(failures: number, every: number): number {
  const max = Math.max(every, SETTINGS.WATCH_PAUSE_MAX_SECONDS.value * 1000)
  return jittered(backoff(failures, 2 * every, max))
}

function isAbout(error: unknown, codes: ReadonlySet<ErrorCode>): boolean {
  return error instanceof LaurelError && codes.has(error.code)
}
