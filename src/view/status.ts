import type { ScanMeta, ScanStatus } from '../contract/achievements.ts'
import { isStale, type Situation } from './freshness.ts'
import type { PublishedView } from './published-view.ts'
import { progressOf, type ScanRecord } from './scan-record.ts'

/** Returns the scan status for clients and operators. */
export function scanStatus(situation: Situation): ScanStatus {
  const { scan, view, now, ttl } = situation
  return {
    state: scan.running ? 'running' : scan.failure ? 'failed' : 'idle',
    started_at: scan.started_at,
    finished_at: scan.finished_at,
    last_error: scan.failure?.message ?? null,
    last_duration_ms: scan.last_duration_ms,
    run_count: scan.run_count,
    ttl_seconds: ttl,
    snapshot_generated_at: view?.generatedAt ?? null,
    snapshot_age_seconds: view ? Math.max(0, now - view.generatedAt) : null,
    snapshot_stale: isStale(situation),
    joined_count: scan.joined_count,
    stale_served_count: scan.stale_served_count,
    failed_count: scan.failed_count,
    duration_ms_p95: percentile(scan.durations_ms, 0.95),
  }
}

/** Returns the nearest-rank percentile of a list; null if it is empty. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null
}

/** The progress sent to a page that follows the scan. */
export interface ScanProgress {
  state: ScanStatus['state']
  mode: ScanMeta['mode']
  sessions_scanned_so_far: number
  sessions_expected_total: number
  /** Revision of the current view; 0 without one. */
  revision: number
  generated_at: number | null
}

/** Returns the progress of the running scan; without one, the result of the last as the current view has it. */
export function scanProgress(status: ScanStatus, scan: ScanRecord, view: PublishedView | null): ScanProgress {
  const meta = scan.running ? progressOf(scan.running) : view?.scan_meta
  return {
    state: status.state,
    mode: scan.running ? 'in_progress' : (view?.scan_meta.mode ?? 'pending'),
    sessions_scanned_so_far: meta?.sessions_scanned_so_far ?? 0,
    sessions_expected_total: meta?.sessions_expected_total ?? 0,
    revision: view?.revision ?? 0,
    generated_at: view?.generated_at ?? null,
  }
}
