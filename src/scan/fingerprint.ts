/** What a session's fingerprint is made of. */
export interface Fingerprinted {
  lastActive: number | null
  startedAt: number | null
  model: string | null
  /** Its title, else its preview, else `Untitled`. */
  displayTitle: string
  /** Of its messages: see `RowSums`. */
  rows: { live: number; liveIds: string; others: number; otherIds: string } | null
}

/** Two sessions with the same fingerprint have the same stats: the stored ones are reused. */
export function fingerprintOf({ lastActive, startedAt, model, displayTitle, rows }: Fingerprinted): string {
  const row = JSON.stringify([lastActive, startedAt, model, displayTitle])
  if (rows === null) return row
  // Still a JSON array, which is how a scanned session is told from a reported one; quicker than to spell it as one.
  return `${row.slice(0, -1)},${rows.live},"${rows.liveIds}",${rows.others},"${rows.otherIds}"]`
}
