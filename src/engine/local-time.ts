import { END_SECOND, FIRST_SECOND, wholeSecond } from './calendar.ts'
import { ZoneFormats } from './zone-formats.ts'

const FORMATS = new ZoneFormats({ month: 'numeric', day: 'numeric', minute: '2-digit' })

/** What a wall clock and a calendar show. */
export interface LocalTime {
  year: number
  /** 1 to 12. */
  month: number
  /** 1 to 31. */
  day: number
  /** 0 to 23. */
  hour: number
  minute: number
}

/**
 * Returns the local time in a time zone, with microseconds rounded as in `calendarPlace`. Null for null and for times
 * outside the years 1 to 9999 there.
 * @throws RangeError if `timeZone` is not a time zone
 */
export function localTime(time: number | null, timeZone: string): LocalTime | null {
  const format = FORMATS.of(timeZone)
  const second = wholeSecond(time ?? Number.NaN)
  if (!(second >= FIRST_SECOND && second < END_SECOND)) return null
  const parts = new Map(format.formatToParts(second * 1000).map(({ type, value }) => [type, value]))
  const number = (part: Intl.DateTimeFormatPartTypes) => Number(parts.get(part))
  if (parts.get('era') !== 'AD' || number('year') > 9999) return null
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
  }
}

const DAY_MILLISECONDS = 86_400_000

/** Returns the day of a local time, counted from 1970-01-01. */
export function dayNumber({ year, month, day }: LocalTime): number {
  // `Date.UTC` would take the year 50 for 1950.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MILLISECONDS
}
