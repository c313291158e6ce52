/** Formats of times for readers: relative, and by date in the profile's zone. All times are Unix seconds. */

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
  return written(then, timeZone, 'en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `12 Mar 2026, 14:05`, in the same way. */
export function moment(then: number, timeZone: string): string {
  return written(then, timeZone, 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** `Thu 12 Mar`, in the same way. */
export function dayOfMonth(then: number, timeZone: string): string {
  return written(then, timeZone, 'en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).replace(
    ',',
    '',
  )
}

/** `March 2026`, in the same way. */
export function month(then: number, timeZone: string): string {
  return written(then, timeZone, 'en-GB', { month: 'long', year: 'numeric' })
}

/** `2026-03-12`, in the same way: a valid date string (HTML Standard section 2.3.5.2). */
export function calendarDay(then: number, timeZone: string): string {
  return written(then, timeZone, 'sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit' })
}

/** The moment for a `<time datetime>` attribute (ISO 8601, UTC, whole seconds). */
export function isoMoment(then: number): string {
  return new Date(Math.floor(then) * 1000).toISOString().replace('.000Z', 'Z')
}

const formats = new Map<string, Intl.DateTimeFormat>()
const FORMATS_KEPT = 64

/** Formats are expensive to create, and a page uses the same few repeatedly. */
function written(then: number, timeZone: string, locale: string, parts: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${locale} ${Object.keys(parts)}`
  const format = formats.get(key) ?? formatOf(timeZone, locale, parts)
  if (formats.size >= FORMATS_KEPT) formats.clear()
  formats.set(key, format)
  return format.format(new Date(then * 1000))
}

function formatOf(timeZone: string, locale: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' })
  }
}
