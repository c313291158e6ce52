import type { ScanMeta } from '../contract/achievements.ts'
import { type ErrorCode, LaurelError } from '../errors.ts'
import type { SweepPosition } from '../snapshot/snapshot.ts'

/** What is kept of a profile's scanning between two slices: plain data, saved as JSON. Times are Unix seconds. */

export interface RunningScan {
  /** No other scan has it, not even one of another profile that has the handle by then. */
  id: string
  started_at: number
  /** Somebody waits for it: it publishes no partial views. */
  forced: boolean
  /** Sources whose committed reports are still to be applied. They come first. Absent before there were any. */
  to_apply?: string[]
  /** Sources whose sessions are still to be listed, in order. */
  to_list: string[]
  /**
   * Sources most of whose sessions are to be read, in the order of the file, and how far that is. They come
   * behind the listing, and before the sessions that are queued one by one.
   */
  to_sweep: { source: string; position: SweepPosition | null }[]
  /** Sources that are damaged: their sessions are read one by one. Absent: none. */
  unsweepable?: string[]
  sessions_total: number
  sessions_reused: number
  sessions_rescanned: number
  /** `sessions_rescanned` when the last partial view was published. */
  published_at_count: number
  /** When a slice last committed. A running scan that has not for long has lost its alarm. */
  committed_at: number
}

export interface ScanFailure {
  code: ErrorCode
  message: string
  hint: string | null
  /** Failures in a row. */
  attempts: number
  retry_at: number
}

export interface ScanState {
  running: RunningScan | null
  /** Something to scan came while a scan ran: another one follows it. */
  queued: boolean
  /** The engine that the checkpoints' stats are of; null before the first scan. */
  engine_version: number | null
  /** Counts publications: no two views of a profile have the same. */
  revision: number
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

export const NEW_SCAN_STATE: Readonly<ScanState> = {
  running: null,
  queued: false,
  engine_version: null,
  revision: 0,
  failure: null,
  started_at: null,
  finished_at: null,
  last_duration_ms: null,
  run_count: 0,
  failed_count: 0,
  joined_count: 0,
  stale_served_count: 0,
  durations_ms: [],
}

/** The state with one more request counted: one that joined the running scan, or was served a stale view. */
export function counting(state: ScanState, request: { joined: boolean; staleServed: boolean }): ScanState {
  return {
    ...state,
    joined_count: state.joined_count + Number(request.joined),
    stale_served_count: state.stale_served_count + Number(request.staleServed),
  }
}

/** A failure as the error that it was. */
export function failureError({ code, message, hint }: ScanFailure): LaurelError {
  return new LaurelError(code, message, hint === null ? {} : { hint })
}

/** How far a scan is, in the words of `scan_meta`. */
export function progressOf(running: RunningScan): Omit<ScanMeta, 'mode' | 'status'> {
  return {
    sessions_total: running.sessions_total,
    sessions_rescanned: running.sessions_rescanned,
    sessions_reused: running.sessions_reused,
    sessions_scanned_so_far: running.sessions_rescanned + running.sessions_reused,
    sessions_expected_total: running.sessions_total,
  }
}
