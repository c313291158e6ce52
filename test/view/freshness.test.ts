import { describe, expect, it } from 'vitest'
import { NEW_SCAN_STATE, type RunningScan } from '../../src/scan/state.ts'
import { isStale, nextDue, onRequest, onTick, type Situation } from '../../src/view/freshness.ts'
import type { ScanFailure } from '../../src/view/scan-record.ts'

const NOW = 10_000
const LEASE = 60
const NO_REASON = { alarmAt: null, lapsesAt: null }

const running = (over: Partial<RunningScan> = {}): RunningScan => ({
  ...{ id: 'scan', started_at: NOW, forced: false, to_list: [], to_sweep: [] },
  ...{ sessions_total: 0, sessions_reused: 0 },
  ...{ sessions_rescanned: 0, published_at_count: 0, committed_at: NOW, ...over },
})
const failure = (over: Partial<ScanFailure> = {}): ScanFailure => ({
  ...{ code: 'scan_failed', message: 'm', hint: null, attempts: 1, retry_at: NOW + 5, ...over },
})
const view = (over: Partial<NonNullable<Situation['view']>> = {}) => ({
  ...{ generatedAt: NOW, partial: false, outdated: false, ...over },
})
const situation = (over: Partial<Situation> = {}, scan: Partial<Situation['scan']> = {}): Situation => ({
  ...{ hasSnapshot: true, view: view(), now: NOW, ttl: 120, ...over },
  scan: { ...NEW_SCAN_STATE, ...scan },
})

describe('a view', () => {
  it('is fresh until it is as old as its lifetime', () => {
    expect(isStale(situation({ view: view({ generatedAt: NOW - 119.9 }) }))).toBe(false)
    expect(isStale(situation({ view: view({ generatedAt: NOW - 120 }) }))).toBe(true)
  })

  it('is stale from the start when there is none, it is partial, outdated, or could not be refreshed', () => {
    expect(isStale(situation({ view: null }))).toBe(true)
    expect(isStale(situation({ view: view({ partial: true }) }))).toBe(true)
    expect(isStale(situation({ view: view({ outdated: true }) }))).toBe(true)
    expect(isStale(situation({}, { failure: failure() }))).toBe(true)
  })
})

describe('a clock that is put back by a day', () => {
  const now = NOW - 86_400

  it('makes no view fresh for a day, and no scan that lost its alarm run for a day', () => {
    expect(isStale(situation({ now }))).toBe(true)
    expect(onTick(situation({ now }, { running: running() }), LEASE)).toBe('resume')
  })

  it('is not a clock that is a little late', () => {
    expect(isStale(situation({ now: NOW - 1 }))).toBe(false)
    expect(onTick(situation({ now: NOW - 1 }, { running: running() }), LEASE)).toBe('nothing')
  })
})

describe('a request', () => {
  const stale = { view: null }

  it('sets nothing off where the view is fresh, or there is nothing to scan', () => {
    expect(onRequest(situation())).toBe('nothing')
    expect(onRequest(situation({}, { running: running() }))).toBe('nothing')
    expect(onRequest(situation({ ...stale, hasSnapshot: false }))).toBe('nothing')
  })

  it('starts a scan where the view is stale, and joins the one that runs', () => {
    expect(onRequest(situation(stale))).toBe('start')
    expect(onRequest(situation(stale, { running: running() }))).toBe('join')
  })

  it('lets a failed scan have its pause', () => {
    expect(onRequest(situation(stale, { failure: failure() }))).toBe('nothing')
    expect(onRequest(situation({ ...stale, now: NOW + 5 }, { failure: failure() }))).toBe('start')
  })
})

describe('a tick', () => {
  it('picks up a scan that has committed nothing for the lease', () => {
    const lost = { running: running({ committed_at: NOW - 60 }) }
    expect(onTick(situation({}, lost), LEASE)).toBe('resume')
    expect(onTick(situation({ now: NOW - 0.1 }, lost), LEASE)).toBe('nothing')
  })

  it('starts what was never scanned, is of another version, or failed and has had its pause', () => {
    expect(onTick(situation({ view: null }), LEASE)).toBe('start')
    expect(onTick(situation({ view: view({ outdated: true }) }), LEASE)).toBe('start')
    expect(onTick(situation({ now: NOW + 5 }, { failure: failure() }), LEASE)).toBe('start')
  })

  it('leaves alone what is as it was, however old, what pauses, and what has no history', () => {
    expect(onTick(situation({ view: view({ generatedAt: 0 }) }), LEASE)).toBe('nothing')
    expect(onTick(situation({ view: null }, { failure: failure() }), LEASE)).toBe('nothing')
    expect(onTick(situation({ view: null, hasSnapshot: false }), LEASE)).toBe('nothing')
  })

  it('comes again when the lease or the pause is over, or an alarm must have been dropped', () => {
    expect(nextDue(situation({}, { running: running() }), LEASE, NO_REASON)).toBe(NOW + 60)
    expect(nextDue(situation({}, { failure: failure() }), LEASE, NO_REASON)).toBe(NOW + 5)
    expect(nextDue(situation(), LEASE, { alarmAt: NOW + 100, lapsesAt: null })).toBe(NOW + 160)
  })

  it('gives what is overdue its time, because it was set going', () => {
    const lost = { running: running({ committed_at: NOW - 500 }) }
    expect(nextDue(situation({}, lost), LEASE, NO_REASON)).toBe(NOW + 60)
  })

  it('comes when a profile lapses, after what its alarm has to do', () => {
    const empty = situation({ view: null, hasSnapshot: false })
    expect(nextDue(empty, LEASE, { alarmAt: null, lapsesAt: NOW + 500 })).toBe(NOW + 500)
    expect(nextDue(empty, LEASE, { alarmAt: NOW + 900, lapsesAt: NOW + 500 })).toBe(NOW + 960)
  })

  it('never comes without a reason, however old the view is', () => {
    expect(nextDue(situation({ view: view({ generatedAt: 0 }) }), LEASE, NO_REASON)).toBeNull()
  })
})
