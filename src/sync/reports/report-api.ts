import type { CommitReport, ReportBatch, ReportReceipt, ReportTicket } from '../../contract/reports.ts'
import { STATS_VERSION } from '../../engine/version.ts'
import { isTexts, noLaurel, OwnerRequests, type SourceAddress } from '../chunks/owner-requests.ts'
import { bucketName } from './session-digest.ts'

/** Which source is reported to, and by which machine. Absent: the machine keeps no id. */
export interface ReportAddress extends SourceAddress {
  machine?: string | undefined
}

/** The requests of the report protocol (src/contract/reports.ts), one method each. They throw as `OwnerRequests`. */
export class ReportApi {
  readonly #requests: OwnerRequests
  readonly #machine: Readonly<Record<string, string>>

  constructor({ machine, ...address }: ReportAddress, fetcher?: typeof fetch) {
    this.#requests = new OwnerRequests(address, ['sources', address.source, 'reports'], fetcher)
    // A header, because servers that keep no machines apart refuse what they don't know in the body.
    this.#machine = machine === undefined ? {} : { 'Laurel-Machine': machine }
  }

  /** Begins a report, or resumes one. @throws LaurelError `engine_mismatch` */
  async begin(signal?: AbortSignal): Promise<ReportTicket> {
    const body = JSON.stringify({ engine_version: STATS_VERSION })
    const request = { method: 'POST', path: '', body, headers: this.#machine } as const
    const answer = await this.#requests.answer(request, signal)
    const { report_id, expires_at, sessions, buckets } = answer
    if (typeof report_id !== 'string' || typeof expires_at !== 'number') throw noLaurel()
    if (typeof sessions !== 'number' || !isTexts(buckets) || buckets.length !== 256) throw noLaurel()
    return { report_id, expires_at, sessions, buckets }
  }

  /** Returns the fingerprints of the known sessions in some buckets, by id. */
  async known(
    reportId: string,
    buckets: readonly number[],
    signal?: AbortSignal,
  ): Promise<Map<string, string>> {
    const path = `${sessionsOf(reportId)}?buckets=${buckets.map(bucketName).join(',')}`
    const { sessions } = await this.#requests.answer({ method: 'GET', path }, signal)
    if (typeof sessions !== 'object' || sessions === null) throw noLaurel()
    const known = new Map<string, string>()
    for (const [id, fingerprint] of Object.entries(sessions)) {
      if (typeof fingerprint !== 'string') throw noLaurel()
      known.set(id, fingerprint)
    }
    return known
  }

  /** Sends a batch. Returns the bytes sent. Repeating it is harmless. */
  async put(reportId: string, batch: ReportBatch, signal?: AbortSignal): Promise<number> {
    const body = await gzipped(JSON.stringify(batch))
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }
    await this.#requests.answer({ method: 'PUT', path: sessionsOf(reportId), body, headers }, signal)
    return body.byteLength
  }

  /** Makes the report count. @throws LaurelError `report_incomplete`, `report_not_found` */
  async commit(reportId: string, report: CommitReport, signal?: AbortSignal): Promise<ReportReceipt> {
    const path = `/${encodeURIComponent(reportId)}/commit`
    const answer = await this.#requests.answer({ method: 'POST', path, body: JSON.stringify(report) }, signal)
    const { source, sessions, unchanged, scan } = answer
    const known = scan === 'started' || scan === 'queued' || scan === 'none'
    if (typeof source !== 'string' || typeof sessions !== 'number' || !known) throw noLaurel()
    const elsewhere = elsewhereIn(answer.elsewhere)
    return { source, sessions, unchanged: unchanged === true, scan, ...(elsewhere && { elsewhere }) }
  }

  /** Abandons a report. */
  async abandon(reportId: string, signal?: AbortSignal): Promise<void> {
    await this.#requests.answer({ method: 'DELETE', path: `/${encodeURIComponent(reportId)}` }, signal)
  }
}

function elsewhereIn(value: unknown): ReportReceipt['elsewhere'] {
  if (typeof value !== 'object' || value === null) return undefined
  const { sessions, sources }: Record<string, unknown> = { ...value }
  return typeof sessions === 'number' && isTexts(sources) ? { sessions, sources } : undefined
}

function sessionsOf(reportId: string): string {
  return `/${encodeURIComponent(reportId)}/sessions`
}

/** RFC 1952. */
export async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
