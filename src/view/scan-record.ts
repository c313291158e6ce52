import type { ScanMeta } from '../contract/achievements.ts'
import { type ErrorCode, LaurelError } from '../errors.ts'

/** What the view shows of a profile's scans. Times are Unix seconds. */

/** The running scan. */
export interface ScanRun {
  started_at: number
  /** When a slice last committed. A scan that stopped committing has lost its alarm. */
  committed_at: number
  sessions_total: number
  sessions_reused: number
  sessions_rescanned: number
}

export interface ScanFailure {
  code: ErrorCode
  message: string
  hint: string | null
  /** Failures in a row. */
  attempts: number
  retry_at: number
}

export interface ScanRecord {
  running: ScanRun | null
  failure: ScanFailure | null
  started_at: number | null
  finished_at: number | null
  last_duration_ms: number | null
  run_count: number
  failed_count: number
  joined_count: number
  stale_served_count: number
  /** Durations of the latest finished scans, oldest first. */
  durations_ms: number[]
}

/** Returns a stored failure as an error. */
export function failureError({ code, message, hint }: ScanFailure): LaurelError {
  return new LaurelError(code, message, hint === null ? {} : { hint })
}

/** Returns the progress of a scan as fields of `scan_meta`. */
export function progressOf(running: ScanRun): Omit<ScanMeta, 'mode' | 'status'> {
  return {
    sessions_total: running.sessions_total,
    sessions_rescanned: running.sessions_rescanned,
    sessions_reused: running.sessions_reused,
    sessions_scanned_so_far: running.sessions_rescanned + running.sessions_reused,
    sessions_expected_total: running.sessions_total,
  }
}
