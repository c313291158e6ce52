/** What a session's fingerprint is made of. */
export interface Fingerprinted {
  lastActive: number | null
  startedAt: number | null
  model: string | null
  /** Its title, else its preview, else `Untitled`. */
  title: string
}

/** Two sessions with the same fingerprint have the same stats: the stored ones are reused. */
export function fingerprintOf(session: Fingerprinted): string {
  return JSON.stringify([session.lastActive, session.startedAt, session.model, session.title])
}
