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

/**
 * Returns what a cron tick does with a profile: resume a scan whose alarm was dropped, start one that is due, or
 * nothing. A finished view of the present version stays as it is: every change of a history starts a scan by itself.
 * @param lease a running scan without a commit for this long has lost its alarm. Unit: seconds
 */
export function onTick(situation: Situation, lease: number): 'nothing' | 'resume' | 'start' {
  const { scan, now } = situation
  if (scan.running) return isPast(scan.running.committed_at, now, lease) ? 'resume' : 'nothing'
  if (!situation.hasSnapshot) return 'nothing'
  if (scan.failure) return scan.failure.retry_at <= now ? 'start' : 'nothing'
  return isStale({ ...situation, ttl: Number.POSITIVE_INFINITY }) ? 'start' : 'nothing'
}

/** What else a profile may be woken for. Unix seconds. */
export interface Reasons {
  /** When its alarm has something to do; null if nothing. */
  alarmAt: number | null
  /** When it lapses; null if it has got something. */
  lapsesAt: number | null
}

/** Returns when a cron tick should wake the profile, in Unix seconds; null without a reason. */
export function nextDue(situation: Situation, lease: number, reasons: Reasons): number | null {
  const due = reasonAt(situation, lease, reasons)
  // What is overdue has been set going, and has its time.
  return due !== null && due <= situation.now ? situation.now + lease : due
}

function reasonAt({ scan }: Situation, lease: number, { alarmAt, lapsesAt }: Reasons): number | null {
  if (scan.running) return scan.running.committed_at + lease
  if (scan.failure) return scan.failure.retry_at
  return alarmAt === null ? lapsesAt : alarmAt + lease
}
