import type { InsightsActivity } from '../../contract/insights.ts'
import { dayNumber, localTime } from '../../engine/local-time.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const HOURS = 24
/** Weekday of 1970-01-01, day 0: a Thursday. */
const FIRST_WEEKDAY = 3

/** When sessions start, in local time of a time zone. */
export class ActivityTally {
  readonly #timeZone: string
  readonly #byHour = new Array<number>(HOURS).fill(0)
  /** Sessions by day, counted from 1970-01-01. */
  readonly #byDate = new Map<number, number>()

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  /** Adds a session. Returns its day, counted from 1970-01-01; null if it has no valid date. */
  add(startedAt: number | null): number | null {
    const local = localTime(startedAt || null, this.#timeZone)
    if (local === null) return null
    const date = dayNumber(local)
    this.#byDate.set(date, (this.#byDate.get(date) ?? 0) + 1)
    this.#byHour[local.hour] = (this.#byHour[local.hour] ?? 0) + 1
    return date
  }

  report(): InsightsActivity {
    const weekdays = new Array<number>(DAYS.length).fill(0)
    for (const [date, count] of this.#byDate) {
      const weekday = (((date + FIRST_WEEKDAY) % DAYS.length) + DAYS.length) % DAYS.length
      weekdays[weekday] = (weekdays[weekday] ?? 0) + count
    }
    const by_day = DAYS.map((day, index) => ({ day, count: weekdays[index] ?? 0 }))
    const by_hour = this.#byHour.map((count, hour) => ({ hour, count }))
    return {
      by_day,
      by_hour,
      busiest_day: busiest(by_day),
      busiest_hour: busiest(by_hour),
      active_days: this.#byDate.size,
      max_streak: longestRun([...this.#byDate.keys()].sort((a, b) => a - b)),
    }
  }
}

/** Returns the index of the greatest value; on a tie the first. */
function busiest<Place extends { count: number }>(places: readonly Place[]): Place {
  return places.reduce((max, place) => (place.count > max.count ? place : max))
}

/** Returns the length of the longest run of consecutive numbers in an ascending list. */
function longestRun(numbers: readonly number[]): number {
  let [longest, run, before] = [0, 0, Number.NaN]
  for (const number of numbers) {
    run = number === before + 1 ? run + 1 : 1
    longest = Math.max(longest, run)
    before = number
  }
  return longest
}
