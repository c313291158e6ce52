/** Moments for readers: how long ago, and on which day where the profile lives. All times are Unix seconds. */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `just now`, `5 min ago`, `3 h ago`, `12 days ago`, `4 months ago`, `2 years ago`. The future is `just now`. */
export function age(then: number, now: number): string {
  const seconds = Math.max(0, now - then)
  if (seconds < MINUTE) return 'just now'
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`
  const days = Math.floor(seconds / DAY)
  if (days < 60) return days === 1 ? 'yesterday' : `${days} days ago`
  if (days < 730) return `${Math.floor(days / 30.44)} months ago`
  return `${Math.floor(days / 365.25)} years ago`
}

/** `12 Mar 2026` in the given IANA time zone; an unknown zone counts as UTC. */
export function day(then: number, timeZone: string): string {
  const parts = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const date = new Date(then * 1000)
  try {
    return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(date)
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' }).format(date)
  }
}

/** The moment for a `<time datetime>` attribute (ISO 8601, UTC, whole seconds). */
export function isoMoment(then: number): string {
  return new Date(Math.floor(then) * 1000).toISOString().replace('.000Z', 'Z')
}
