/** What a session's fingerprint is made of. */
export interface Fingerprinted {
  last_active: number | null
  started_at: number | null
  model: string | null
  /** Its title, else its preview, else `Untitled`. */
  display_title: string
  /** Of its messages: see `RowSums`. */
  rows: { live: number; liveIds: string; others: number; otherIds: string } | null
}

/** Two sessions with the same fingerprint have the same stats: the stored ones are reused. */
export function fingerprintOf({
  last_active,
  started_at,
  model,
  display_title,
  rows,
}: Fingerprinted): string {
  const row = JSON.stringify([last_active, started_at, model, display_title])
  if (rows === null) return row
  // Still a JSON array, which is how a scanned session is told from a reported one; quicker than to spell it as one.
  return `${row.slice(0, -1)},${rows.live},"${rows.liveIds}",${rows.others},"${rows.otherIds}"]`
}
