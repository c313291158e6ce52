import { REPORT_BATCH_MAX } from '../../contract/report-batch.ts'
import type { ReportBatch, ReportedSession, ReportReceipt } from '../../contract/reports.ts'
import { LaurelError } from '../../errors.ts'
import { type PassingFailure, type RetryOptions, type Wait, withRetries } from '../retry.ts'
import type { ReportApi } from './report-api.ts'
import { bucketDigests, bucketOf, digestOfBuckets } from './session-digest.ts'

export interface ReportOptions {
  signal?: AbortSignal
  /** Sessions sent so far, and the total to send. */
  onProgress?: (progress: { done: number; total: number }) => void
  /** Called for each failure before the retry. */
  onRetry?: (failure: PassingFailure) => void
  pause?: Wait
}

export interface SentReport {
  receipt: ReportReceipt
  /** Sessions that were new or changed. */
  sent: number
  /** Of those, the ones that were changed. */
  updated: number
  /** Sessions that no longer exist. */
  removed: number
  /** Whether nothing that was reported before is left. */
  replaced: boolean
  /** Bytes sent in batches. */
  bytes: number
}

/** Buckets requested at once: about 1.5 MB for a history of 200,000 sessions. */
const BUCKETS_AT_ONCE = 32

/** Text of the records in a batch, in UTF-16: well below the server's limit in bytes, whatever the characters. */
const BATCH_LENGTH = 1024 * 1024

/** Number of times that a report is begun before giving up. Each attempt sends what the earlier ones did not. */
const BEGINNINGS_MAX = 4

/**
 * Reports the figures of a history: only what is new, changed or gone since the last report. If interrupted at any
 * point, the next report continues. If another reporter intervenes, it compares and begins again.
 * @throws what `ReportApi` throws, after retries
 */
export async function sendReport(
  api: ReportApi,
  sessions: readonly ReportedSession[],
  options: ReportOptions = {},
): Promise<SentReport> {
  const buckets = bucketDigests(sessions)
  const whole = { sessions: sessions.length, digest: digestOfBuckets(buckets) }
  const sum = { sent: 0, updated: 0, removed: 0, replaced: false, bytes: 0 }
  for (let beginning = 1; ; beginning++) {
    try {
      const ticket = await withRetries(() => api.begin(options.signal), retrying(options))
      const differing = buckets.flatMap((digest, bucket) =>
        digest === ticket.buckets[bucket] ? [] : [bucket],
      )
      const occupied = differing.filter((bucket) => ticket.buckets[bucket] !== '')
      const known = await knownIn(api, ticket.report_id, occupied, options)
      const difference = differenceOf(sessions, new Set(differing), known)
      sum.sent += difference.sessions.length
      sum.updated += difference.sessions.filter(({ id }) => known.has(id)).length
      sum.removed += difference.removed.length
      sum.replaced ||= ticket.sessions > 0 && difference.removed.length === ticket.sessions
      sum.bytes += await sendBatches(api, ticket.report_id, difference, options)
      const commit = () => api.commit(ticket.report_id, whole, options.signal)
      return { receipt: await withRetries(commit, retrying(options)), ...sum }
    } catch (error) {
      if (beginning >= BEGINNINGS_MAX || !isOvertaken(error)) throw error
    }
  }
}

async function knownIn(
  api: ReportApi,
  reportId: string,
  buckets: readonly number[],
  options: ReportOptions,
): Promise<Map<string, string>> {
  const known = new Map<string, string>()
  for (let at = 0; at < buckets.length; at += BUCKETS_AT_ONCE) {
    const some = buckets.slice(at, at + BUCKETS_AT_ONCE)
    const answer = await withRetries(() => api.known(reportId, some, options.signal), retrying(options))
    for (const [id, fingerprint] of answer) known.set(id, fingerprint)
  }
  return known
}

/** Returns what the server lacks, and what it has in excess. */
function differenceOf(
  sessions: readonly ReportedSession[],
  differing: ReadonlySet<number>,
  known: ReadonlyMap<string, string>,
): ReportBatch {
  const present = sessions.filter(({ id }) => differing.has(bucketOf(id)))
  const ids = new Set(present.map(({ id }) => id))
  return {
    sessions: present.filter(({ id, fingerprint }) => known.get(id) !== fingerprint),
    removed: [...known.keys()].filter((id) => !ids.has(id)),
  }
}

/** Returns the bytes sent. */
async function sendBatches(
  api: ReportApi,
  reportId: string,
  { sessions, removed }: ReportBatch,
  options: ReportOptions,
): Promise<number> {
  const total = sessions.length + removed.length
  let bytes = 0
  options.onProgress?.({ done: 0, total })
  let done = 0
  for (const batch of batchesOf(sessions, removed)) {
    bytes += await withRetries(() => api.put(reportId, batch, options.signal), retrying(options))
    done += batch.sessions.length + batch.removed.length
    options.onProgress?.({ done, total })
  }
  return bytes
}

/** Splits sessions into batches that a server accepts, limited in number and, with records, in text. */
function* batchesOf(
  sessions: readonly ReportedSession[],
  removed: readonly string[],
): Generator<ReportBatch> {
  let gone = 0
  let batch: ReportedSession[] = []
  let length = 0
  const full = () => {
    const also = removed.slice(gone, gone + REPORT_BATCH_MAX)
    gone += also.length
    const whole = { sessions: batch, removed: also }
    batch = []
    length = 0
    return whole
  }
  for (const session of sessions) {
    const more = session.record === undefined ? 0 : JSON.stringify(session).length
    if (batch.length === REPORT_BATCH_MAX || (batch.length > 0 && length + more > BATCH_LENGTH)) yield full()
    batch.push(session)
    length += more
  }
  while (batch.length > 0 || gone < removed.length) yield full()
}

/** Another report intervened, or this one took too long. */
function isOvertaken(error: unknown): boolean {
  return (
    error instanceof LaurelError && (error.code === 'report_incomplete' || error.code === 'report_not_found')
  )
}

function retrying({ signal, onRetry, pause }: ReportOptions): RetryOptions {
  return { ...(signal && { signal }), ...(onRetry && { onRetry }), ...(pause && { pause }) }
}
