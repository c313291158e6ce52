import { END_SECOND, FIRST_SECOND, wholeSecond } from './calendar.ts'
import { ZoneFormats } from './zone-formats.ts'

const FORMATS = new ZoneFormats({ month: 'numeric', day: 'numeric', minute: '2-digit' })

/** What a clock and a calendar on the wall show. */
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
 * What the clocks of a time zone show at a time, with microseconds rounded as in `calendarPlace`. Null for what no
 * calendar has: null, and times outside the years 1 to 9999 there. Throws a RangeError for a zone that is none.
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
