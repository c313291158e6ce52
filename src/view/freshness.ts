import type { ScanRecord } from './scan-record.ts'

export interface Situation {
  /** There is something to scan. */
  hasSnapshot: boolean
  /** The published view's state, or null while there is none. */
  view: { generatedAt: number; partial: boolean; outdated: boolean } | null
  scan: ScanRecord
  /** Unix seconds. */
  now: number
  /** How long a view counts as fresh, in seconds. */
  ttl: number
}

/**
 * A partial view is stale from the start; so is one of another engine version or time zone (`outdated`), and one
 * that could not be refreshed.
 */
export function isStale({ view, scan, now, ttl }: Situation): boolean {
  if (view === null || view.partial || view.outdated) return true
  return scan.failure !== null || now - view.generatedAt >= ttl
}

/**
 * What a request for the view sets off: nothing when the view is fresh or there is nothing to scan, joining
 * the scan that runs, or a new one, unless the last one failed and its pause is not over.
 */
export function onRequest(situation: Situation): 'nothing' | 'join' | 'start' {
  if (!situation.hasSnapshot || !isStale(situation)) return 'nothing'
  if (situation.scan.running) return 'join'
  const { failure } = situation.scan
  return failure && failure.retry_at > situation.now ? 'nothing' : 'start'
}

export interface Watch {
  /** A running scan that has committed nothing for this many seconds has lost its alarm. */
  lease: number
  /** A view is refreshed when it is this many seconds old, asked for or not. */
  refreshAfter: number
}

/** What a cron tick does with a profile: pick up a scan whose alarm was dropped, start one that is due, or nothing. */
export function onTick(situation: Situation, watch: Watch): 'nothing' | 'resume' | 'start' {
  const { scan, now } = situation
  if (scan.running) return now - scan.running.committed_at >= watch.lease ? 'resume' : 'nothing'
  if (!situation.hasSnapshot) return 'nothing'
  if (scan.failure) return scan.failure.retry_at <= now ? 'start' : 'nothing'
  return isStale({ ...situation, ttl: watch.refreshAfter }) ? 'start' : 'nothing'
}

/** When a cron tick should look at the profile next, in Unix seconds. */
export function nextDue(situation: Situation, watch: Watch): number {
  const { scan, now, view } = situation
  if (scan.running) return scan.running.committed_at + watch.lease
  if (scan.failure) return scan.failure.retry_at
  return (view?.generatedAt ?? now) + watch.refreshAfter
}
