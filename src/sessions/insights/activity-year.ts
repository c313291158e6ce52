import type { ActivityYear } from '../../contract/cards.ts'
import { dayNumber, localTime } from '../../engine/local-time.ts'

/** Days of the year that is published, the last one included. */
export const YEAR_DAYS = 365
const LEVELS = 4
/** Sessions are counted by this much time: every zone's day begins at a multiple of it. Unit: seconds. */
export const START_STEP_SECONDS = 900

/** How many sessions started in a stretch of `START_STEP_SECONDS`, which are counted from 1970-01-01T00:00:00Z. */
export interface Starts {
  step: number
  sessions: number
}

/** Returns since when sessions may belong to the year, in Unix seconds: one day more, as no zone is that far off. */
export function beginOfYear(now: number): number {
  return now - (YEAR_DAYS + 1) * 86_400
}

/**
 * Returns the year up to now by day. A day's level is the quarter that it is in among the active days by their number of
 * sessions, so that it tells of none how many there were: days with as many share the middle of their places.
 * @param now Unix seconds
 */
export function activityYear(starts: Iterable<Starts>, timeZone: string, now: number): ActivityYear {
  const dayOf = (time: number) => {
    const local = localTime(time, timeZone)
    return local && dayNumber(local)
  }
  const last = dayOf(now) ?? 0
  const counts = new Array<number>(YEAR_DAYS).fill(0)
  for (const { step, sessions } of starts) {
    const day = dayOf(step * START_STEP_SECONDS)
    const at = day === null ? -1 : day - last + YEAR_DAYS - 1
    if (at in counts) counts[at] = (counts[at] ?? 0) + sessions
  }
  const active = counts.filter((count) => count > 0)
  const level = (count: number) => {
    if (count === 0) return 0
    const fewer = active.filter((other) => other < count).length
    const equal = active.filter((other) => other === count).length
    return 1 + Math.floor((LEVELS * (fewer + equal / 2)) / active.length)
  }
  return { last, levels: counts.map(level).join('') }
}
