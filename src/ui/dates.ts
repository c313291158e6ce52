import { dateLocale, type Locale, language, t } from '../language/language.ts'

/**
 * Formats of times for readers, in their language: relative, and by date in the profile's zone. All times are Unix
 * seconds.
 */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `just now`, `5 min ago`, `3 h ago`, `12 days ago`, `4 months ago`, `2 years ago`. The future is `just now`. */
export function age(then: number, now: number): string {
  return ageIn(language().locale, now - then, { style: 'long', justNow: t('just now') })
}

export interface AgeStyle {
  style: 'long' | 'short'
  /** What stands for less than a minute. */
  justNow: string
}

/** Returns an age in a language. English has a style of its own. */
export function ageIn(locale: Locale, seconds: number, { style, justNow }: AgeStyle): string {
  if (seconds < MINUTE) return justNow
  return locale === 'en' ? englishAge(seconds) : localAge(locale, style, seconds)
}

function englishAge(seconds: number): string {
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`
  const days = Math.floor(seconds / DAY)
  if (days < 60) return days === 1 ? 'yesterday' : `${days} days ago`
  if (days < 730) return `${Math.floor(days / 30.44)} months ago`
  return `${Math.floor(days / 365.25)} years ago`
}

const UNITS = [
  ['year', 365.25 * DAY],
  ['month', 30.44 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const

/** A day ago is `yesterday`; a month ago isn't `last month`, which is a month by the calendar. */
function localAge(locale: Locale, style: AgeStyle['style'], seconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[4]
  return relative(locale, style, unit === 'day' ? 'auto' : 'always').format(
    -Math.floor(seconds / length),
    unit,
  )
}

const relatives = new Map<string, Intl.RelativeTimeFormat>()

function relative(locale: Locale, style: AgeStyle['style'], numeric: 'auto' | 'always') {
  const key = `${locale} ${style} ${numeric}`
  const format = relatives.get(key) ?? new Intl.RelativeTimeFormat(locale, { style, numeric })
  relatives.set(key, format)
  return format
}

/** `12 Mar 2026` in the given IANA time zone; an unknown zone counts as UTC. */
export function day(then: number, timeZone: string): string {
  return dayIn(language().locale, then, timeZone)
}

/** The same in a language. */
export function dayIn(locale: Locale, then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(locale), { dateStyle: 'medium' })
}

/** `12 Mar 2026, 14:05`, in the same way. */
export function moment(then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(), { dateStyle: 'medium', timeStyle: 'short' })
}

/** `Thu 12 Mar`, in the same way. */
export function dayOfMonth(then: number, timeZone: string): string {
  const text = written(then, timeZone, dateLocale(), { weekday: 'short', day: 'numeric', month: 'short' })
  return language().locale === 'en' ? text.replace(',', '') : text
}

/** `March 2026`, in the same way. */
export function month(then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(), { month: 'long', year: 'numeric' })
}

/** `Mar 26`, in the same way. */
export function shortMonthOfYear(then: number, timeZone: string): string {
  return threeLetters(written(then, timeZone, dateLocale(), { month: 'short', year: '2-digit' }))
}

/** `Mar`, in the same way. */
export function shortMonth(then: number, timeZone: string): string {
  return threeLetters(written(then, timeZone, dateLocale(), { month: 'short' }))
}

/** British English has `Sept`, which is longer than all others. */
function threeLetters(text: string): string {
  return language().locale === 'en' ? text.replace('Sept', 'Sep') : text
}

/** `12 Mar`, in the same way. */
export function shortDay(then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(), { day: 'numeric', month: 'short' })
}

/** `12 March`, in the same way. */
export function longDay(then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(), { day: 'numeric', month: 'long' })
}

/** `Thursday` or `Thu`, in the same way. */
export function weekday(then: number, timeZone: string, width: 'long' | 'short'): string {
  return written(then, timeZone, dateLocale(), { weekday: width })
}

/** `2026`, in the same way. */
export function year(then: number, timeZone: string): string {
  return written(then, timeZone, dateLocale(), { year: 'numeric' })
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
  const key = `${timeZone} ${locale} ${JSON.stringify(parts)}`
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
