import { ZoneFormats } from './zone-formats.ts'

/** Where a session's start falls in the week and the day. */
export interface CalendarPlace {
  weekend: boolean
  /** From 23:00 to before 06:00. */
  night: boolean
}

const NOWHERE: CalendarPlace = { weekend: false, night: false }
const NIGHT_BEGINS_HOUR = 23
const NIGHT_ENDS_HOUR = 6

const FORMATS = new ZoneFormats({ weekday: 'short' })

/** The range of Python's `datetime`, in Unix seconds: 0001-01-01T00:00:00Z up to 10000-01-01T00:00:00Z. */
export const FIRST_SECOND = -62_135_596_800
export const END_SECOND = 253_402_300_800

/**
 * Returns whether a time falls on the weekend and in the night of a time zone. Null, zero and times outside the years 1
 * to 9999 are neither.
 * @param startedAt Unix seconds, with fractions
 * @param timeZone an IANA name (ECMA-402 section 6.5)
 * @throws RangeError if `timeZone` is not a time zone
 */
export function calendarPlace(startedAt: number | null, timeZone: string): CalendarPlace {
  const format = FORMATS.of(timeZone)
  if (startedAt === null || startedAt === 0) return NOWHERE
  const second = wholeSecond(startedAt)
  if (!(second >= FIRST_SECOND && second < END_SECOND)) return NOWHERE
  const parts = new Map(format.formatToParts(second * 1000).map(({ type, value }) => [type, value]))
  // At the ends of the range, the local date can lie outside it.
  const outside = parts.get('era') !== 'AD' || Number(parts.get('year')) > 9999
  if (outside) return NOWHERE
  const weekday = parts.get('weekday')
  const hour = Number(parts.get('hour'))
  return {
    weekend: weekday === 'Sat' || weekday === 'Sun',
    night: hour >= NIGHT_BEGINS_HOUR || hour < NIGHT_ENDS_HOUR,
  }
}

/**
 * Returns the second that contains a time after rounding to microseconds, half to even, as Python's
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
