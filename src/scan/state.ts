import type { SweepPosition } from '../snapshot/snapshot.ts'
import type { ScanRecord, ScanRun } from '../view/scan-record.ts'

/** What is kept of a profile's scanning between two slices: plain data, saved as JSON. Times are Unix seconds. */

export interface RunningScan extends ScanRun {
  /** No other scan has it, not even one of another profile that has the handle by then. */
  id: string
  /** Somebody waits for it: it publishes no partial views. */
  forced: boolean
  /** It is the first scan of one of its histories: what that brings is no news. */
  imports?: boolean
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
  /** `sessions_rescanned` when the last partial view was published. */
  published_at_count: number
}

export interface ScanState extends ScanRecord {
  running: RunningScan | null
  /** New data arrived during the scan; another one starts when it ends. */
  queued: boolean
  /** The `STATS_VERSION` of the checkpoints; null before the first scan. */
  engine_version: number | null
  /** Counts publications: no two views of a profile have the same. */
  revision: number
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
