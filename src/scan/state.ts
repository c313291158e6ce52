import type { SweepPosition } from '../snapshot/snapshot.ts'
import type { ScanRecord, ScanRun } from '../view/scan-record.ts'

/** The state of a profile's scans between two slices, saved as JSON. Times are Unix seconds. */

export interface RunningScan extends ScanRun {
  /** Unique among all scans, even across profiles that reuse the handle. */
  id: string
  /** A caller waits for it, so it publishes no partial views. */
  forced: boolean
  /** All checkpoints were dropped before it. Absent: not. */
  full?: boolean
  /** The first scan of one of its histories: its unlocks are not announced one by one. */
  imports?: boolean
  /** Sources with committed reports to apply; these come first. Absent in older states. */
  to_apply?: string[]
  /** Sources whose sessions have yet to be listed, in order. */
  to_list: string[]
  /**
   * Sources to read mostly in file order, and the position reached. They come after the listing and before the sessions
   * queued one by one.
   */
  to_sweep: { source: string; position: SweepPosition | null }[]
  /** Damaged sources, whose sessions are read one by one. Absent: none. */
  unsweepable?: string[]
  /** Sources whose changed sessions were told by a comparison with the snapshot before, not by a listing. Absent: none. */
  compared?: string[]
  /** `sessions_rescanned` when the last partial view was published. */
  published_at_count: number
}

export interface ScanState extends ScanRecord {
  running: RunningScan | null
  /** New data arrived during the scan; another one starts when it ends. */
  queued: boolean
  /** The `STATS_VERSION` of the checkpoints; null before the first scan. */
  engine_version: number | null
  /** Counts publications: unique among the views of a profile. */
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

/** Returns the state with one more request counted: one that joined the running scan, or was served a stale view. */
export function counting(state: ScanState, request: { joined: boolean; staleServed: boolean }): ScanState {
  return {
    ...state,
    joined_count: state.joined_count + Number(request.joined),
    stale_served_count: state.stale_served_count + Number(request.staleServed),
  }
}
