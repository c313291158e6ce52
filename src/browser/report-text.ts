import { REPORT_BATCH_MAX } from '../contract/report-batch.ts'
import type { ReportBatch, ReportedSession } from '../contract/reports.ts'
import { gzipped } from '../sync/reports/report-api.ts'

/** Size of a report. Unit: bytes. */
export interface ReportSize {
  /** As JSON. */
  raw: number
  /** As sent, compressed in batches. */
  sent: number
}

/** Builds the full report for a server that knows nothing of the history: JSON, with a line break between sessions. */
export function reportText(sessions: readonly ReportedSession[]): string {
  return `{"sessions":[\n${sessions.map((session) => JSON.stringify(session)).join(',\n')}\n],"removed":[]}`
}

export async function reportSize(sessions: readonly ReportedSession[]): Promise<ReportSize> {
  const size = { raw: 0, sent: 0 }
  for (let at = 0; at < sessions.length; at += REPORT_BATCH_MAX) {
    const batch: ReportBatch = { sessions: sessions.slice(at, at + REPORT_BATCH_MAX), removed: [] }
    const json = JSON.stringify(batch)
    size.raw += new TextEncoder().encode(json).byteLength
    size.sent += (await gzipped(json)).byteLength
  }
  return size
}
