import { describe, expect, it } from 'vitest'
import { NEW_SCAN_STATE, type ScanState } from '../../src/scan/state.ts'
import { percentile, scanStatus } from '../../src/view/status.ts'

const status = (scan: Partial<ScanState>, generatedAt: number | null = null) =>
  scanStatus({
    hasSnapshot: true,
    view: generatedAt === null ? null : { generatedAt, partial: false, outdated: false },
    scan: { ...NEW_SCAN_STATE, ...scan },
    now: 1000,
    ttl: 120,
  })

const failure = {
  code: 'scan_failed' as const,
  message: 'The scan failed.',
  hint: null,
  attempts: 1,
  retry_at: 2000,
}

describe('the scan status', () => {
  it('is idle and stale before anything was scanned', () => {
    expect(status({})).toEqual({
      ...{ state: 'idle', started_at: null, finished_at: null, last_error: null, last_duration_ms: null },
      ...{ run_count: 0, ttl_seconds: 120, snapshot_generated_at: null, snapshot_age_seconds: null },
      ...{ snapshot_stale: true, joined_count: 0, stale_served_count: 0, failed_count: 0 },
      duration_ms_p95: null,
    })
  })

  it('tells the age of the view, never less than none', () => {
    expect(status({}, 900)).toMatchObject({ snapshot_generated_at: 900, snapshot_age_seconds: 100 })
    expect(status({}, 1001)).toMatchObject({ snapshot_age_seconds: 0 })
  })

  it('is failed with the error after a failure, and running while it is tried again', () => {
    expect(status({ failure })).toMatchObject({ state: 'failed', last_error: 'The scan failed.' })
    const running = {
      ...{ id: 'x', started_at: 0, forced: false, to_list: [], to_sweep: [] },
      ...{ sessions_total: 0, sessions_reused: 0 },
      ...{ sessions_rescanned: 0, published_at_count: 0, committed_at: 0 },
    }
    expect(status({ failure, running })).toMatchObject({ state: 'running', last_error: 'The scan failed.' })
  })
})

describe('the 95th percentile', () => {
  it.each([
    [[], null],
    [[7], 7],
    [[3, 1, 2], 3],
    [Array.from({ length: 20 }, (_, index) => 20 - index), 19],
    [Array.from({ length: 100 }, (_, index) => index + 1), 95],
  ])('of %j is %j', (values, expected) => {
    expect(percentile(values, 0.95)).toBe(expected)
  })
})
