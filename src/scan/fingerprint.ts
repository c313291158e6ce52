import { cutText } from '../engine/session-columns.ts'

/** The input of a session's fingerprint. */
export interface Fingerprinted {
  last_active: number | null
  started_at: number | null
  model: string | null
  /** Its title, else its preview, else `Untitled`. */
  display_title: string
  /** Of its messages: see `RowSums`. */
  rows: { live: number; liveIds: string; others: number; otherIds: string } | null
}

/** Returns the fingerprint of a session. Equal fingerprints mean equal stats, so the stored ones are reused. */
export function fingerprintOf({
  last_active,
  started_at,
  model,
  display_title,
  rows,
}: Fingerprinted): string {
  const texts = [model === null ? null : cutText(model), cutText(display_title)]
  const row = JSON.stringify([last_active, started_at, ...texts])
  if (rows === null) return row
  // Still a JSON array, which distinguishes a scanned session from a reported one; concatenation is faster than
  // serialising again.
  return `${row.slice(0, -1)},${rows.live},"${rows.liveIds}",${rows.others},"${rows.otherIds}"]`
}
