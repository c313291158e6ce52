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

const FORMATS = new ZoneFormats({ weekday: 'short', minute: '2-digit', second: '2-digit' })
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3_600

/** What a calendar and a clock show. */
interface Clock {
  /** 0 is Sunday. */
  weekday: number
  /** Of the day. */
  second: number
}

/**
 * Days from 1970 to 2099, counted from 1970-01-01 in UTC, in which no clock is changed twice: the shortest time between
 * two changes is almost a week (Brazil in 2000: see findings/iana-a-week-of-summer-time.sh).
 */
const STEADY_DAYS = 47_482
/** What clocks show when a day begins, by zone and day. Dropped when it has so many: a history has a thousand or two. */
const BEGINS_KEPT = 8192
const begins = new Map<string, Clock | null>()

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
  const clock = clockOnDay(second, timeZone, format) ?? clockAt(second, format)
  if (clock === null) return NOWHERE
  const hour = Math.floor(clock.second / HOUR_SECONDS)
  return {
    weekend: clock.weekday === 0 || clock.weekday === 6,
    night: hour >= NIGHT_BEGINS_HOUR || hour < NIGHT_ENDS_HOUR,
  }
}

/** Returns what the clocks of a zone show. Null outside the years 1 to 9999 there. */
function clockAt(second: number, format: Intl.DateTimeFormat): Clock | null {
  const parts = new Map(format.formatToParts(second * 1000).map(({ type, value }) => [type, value]))
  // At the ends of the range, the local date can lie outside it.
  if (parts.get('era') !== 'AD' || Number(parts.get('year')) > 9999) return null
  const [hour = 0, minute = 0, rest = 0] = ['hour', 'minute', 'second'].map((part) =>
    Number(parts.get(part as Intl.DateTimeFormatPartTypes)),
  )
  return {
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
    second: hour * HOUR_SECONDS + minute * 60 + rest,
  }
}

/**
 * Returns the same from what they show when the day begins and ends in UTC, which is the same for all sessions of a day:
 * asking `Intl` takes thirty times as long. Null if they are changed on that day, or it is not known whether.
 */
function clockOnDay(second: number, timeZone: string, format: Intl.DateTimeFormat): Clock | null {
  const day = Math.floor(second / DAY_SECONDS)
  if (day < 0 || day >= STEADY_DAYS) return null
  const [begin, end] = [beginOf(day, timeZone, format), beginOf(day + 1, timeZone, format)]
  if (begin === null || end === null) return null
  if (begin.second !== end.second || (begin.weekday + 1) % 7 !== end.weekday) return null
  const since = begin.second + second - day * DAY_SECONDS
  return { weekday: (begin.weekday + Number(since >= DAY_SECONDS)) % 7, second: since % DAY_SECONDS }
}

function beginOf(day: number, timeZone: string, format: Intl.DateTimeFormat): Clock | null {
  const key = `${timeZone} ${day}`
  const known = begins.get(key)
  if (known !== undefined) return known
  const begin = clockAt(day * DAY_SECONDS, format)
  if (begins.size >= BEGINS_KEPT) begins.clear()
  begins.set(key, begin)
  return begin
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
