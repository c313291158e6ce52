import { ZoneFormats } from './zone-formats.ts'

/** When on a calendar a session started. */
export interface CalendarPlace {
  weekend: boolean
  /** From 23:00 until before 06:00. */
  night: boolean
}

const NOWHERE: CalendarPlace = { weekend: false, night: false }
const NIGHT_BEGINS_HOUR = 23
const NIGHT_ENDS_HOUR = 6

const FORMATS = new ZoneFormats({ weekday: 'short' })

/** The years that Python's `datetime` holds, as Unix seconds: 0001-01-01T00:00:00Z up to 10000-01-01T00:00:00Z. */
export const FIRST_SECOND = -62_135_596_800
export const END_SECOND = 253_402_300_800

/**
 * Whether a time lies at the weekend or in the night of a time zone. `startedAt`: Unix seconds, with fractions;
 * `timeZone`: an IANA name (ECMA-402 section 6.5). Null, zero and times outside the years 1–9999 are neither.
 * Throws a RangeError for a zone that is none.
 */
export function calendarPlace(startedAt: number | null, timeZone: string): CalendarPlace {
  const format = FORMATS.of(timeZone)
  if (startedAt === null || startedAt === 0) return NOWHERE
  const second = wholeSecond(startedAt)
  if (!(second >= FIRST_SECOND && second < END_SECOND)) return NOWHERE
  const parts = new Map(format.formatToParts(second * 1000).map(({ type, value }) => [type, value]))
  // At the ends of the range the zone's own calendar can be a day beyond it.
  const beyond = parts.get('era') !== 'AD' || Number(parts.get('year')) > 9999
  if (beyond) return NOWHERE
  const weekday = parts.get('weekday')
  const hour = Number(parts.get('hour'))
  return {
    weekend: weekday === 'Sat' || weekday === 'Sun',
    night: hour >= NIGHT_BEGINS_HOUR || hour < NIGHT_ENDS_HOUR,
  }
}

/**
 * The second in which a time lies once it is rounded to microseconds, half to even, as Python's
 * `datetime.fromtimestamp` does: 22:59:59.9999999 is 23:00.
 */
export function wholeSecond(time: number): number {
  const second = Math.trunc(time)
  const microseconds = roundHalfToEven((time - second) * 1e6)
  if (microseconds >= 1e6) return second + 1
  return microseconds < 0 ? second - 1 : second
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  const tie = Math.abs(value % 1) === 0.5
  return tie && rounded % 2 !== 0 ? rounded - 1 : rounded
}
