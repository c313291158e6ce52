import type { ScanRecord } from './scan-record.ts'

export interface Situation {
  /** Whether there is something to scan. */
  hasSnapshot: boolean
  /** The published view's state; null if there is none. */
  view: { generatedAt: number; partial: boolean; outdated: boolean } | null
  scan: ScanRecord
  /** Unix seconds. */
  now: number
  /** How long a view counts as fresh, in seconds. */
  ttl: number
}

/**
 * Whether a view is stale. A partial view always is; so is one of another engine version or time zone (`outdated`), and
 * one that could not be refreshed.
 */
export function isStale({ view, scan, now, ttl }: Situation): boolean {
  if (view === null || view.partial || view.outdated) return true
  return scan.failure !== null || isPast(view.generatedAt, now, ttl)
}

/**
 * Returns what a request for the view triggers: nothing if the view is fresh or there is nothing to scan; joining the
 * running scan; or a new scan, unless the last one failed and its backoff is not over.
 */
export function onRequest(situation: Situation): 'nothing' | 'join' | 'start' {
  if (!situation.hasSnapshot || !isStale(situation)) return 'nothing'
  if (situation.scan.running) return 'join'
  const { failure } = situation.scan
  return failure && failure.retry_at > situation.now ? 'nothing' : 'start'
}

/** Whether a time is this many seconds away: if ahead, the clock has been put back, and how old it is nobody knows. */
function isPast(time: number, now: number, seconds: number): boolean {
  return Math.abs(now - time) >= seconds
}

export interface Watch {
  /** A running scan without a commit for this long has lost its alarm. Unit: seconds. */
  lease: number
  /** A view of this age is refreshed, requested or not. Unit: seconds. */
  refreshAfter: number
}

/**
 * Returns what a cron tick does with a profile: resume a scan whose alarm was dropped, start one that is due, or
 * nothing.
 */
export function onTick(situation: Situation, watch: Watch): 'nothing' | 'resume' | 'start' {
  const { scan, now } = situation
  if (scan.running) return isPast(scan.running.committed_at, now, watch.lease) ? 'resume' : 'nothing'
  if (!situation.hasSnapshot) return 'nothing'
  if (scan.failure) return scan.failure.retry_at <= now ? 'start' : 'nothing'
  return isStale({ ...situation, ttl: watch.refreshAfter }) ? 'start' : 'nothing'
}

/** Returns when a cron tick should next check the profile, in Unix seconds. */
export function nextDue(situation: Situation, watch: Watch): number {
  const { scan, now, view } = situation
  if (scan.running) return scan.running.committed_at + watch.lease
  if (scan.failure) return scan.failure.retry_at
  return (view?.generatedAt ?? now) + watch.refreshAfter
}
