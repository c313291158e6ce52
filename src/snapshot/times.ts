import { plausibleTime } from './last-active.ts'

/**
 * Times written in milliseconds instead of seconds. As seconds, 1e11 and above are after the year 5138; as
 * milliseconds, they are after March 1973.
 */
const MILLISECONDS_MIN = 1e11
/** The last time of ECMAScript's clocks (ECMA-262 section 21.4.1.1), and in milliseconds the year 2243. */
const MILLISECONDS_MAX = 8.64e12
/** Maximum distance between two times of one session. Unit: seconds. */
const SESSION_SECONDS_MAX = 366 * 86_400

/** The times of a session, as its file has them. */
export interface SessionTimes {
  started_at: number | null
  ended_at: number | null
  heartbeat: number | null
  /** The timestamp of its last message. */
  lastTimestamp: number | null
}

/** How times that can't be seconds were handled: some were taken as milliseconds, or some were ignored. */
export type OddTimes = 'milliseconds' | 'none'

const NAMES = ['started_at', 'ended_at', 'heartbeat', 'lastTimestamp'] as const

/** Whether this may be a time in milliseconds but not in seconds. Greater values have no date in either unit. */
export function isOddTime(time: number | null): time is number {
  return time !== null && time >= MILLISECONDS_MIN && time <= MILLISECONDS_MAX
}

/**
 * Returns the times of a session in seconds. One that can't be seconds is taken as milliseconds if that puts it less
 * than a year from another time of the session, in seconds or in milliseconds; otherwise it is ignored. Everything else
 * is unchanged.
 */
export function readTimes(times: SessionTimes): SessionTimes & { odd: OddTimes | null } {
  const read = { ...times, odd: null as OddTimes | null }
  for (const name of NAMES) {
    const time = times[name]
    if (!isOddTime(time)) continue
    const seconds = time / 1000
    const isNear = NAMES.some((other) => other !== name && near(seconds, times[other]))
    read[name] = isNear ? seconds : null
    if (read.odd !== 'none') read.odd = isNear ? 'milliseconds' : 'none'
  }
  return read
}

/** Returns the later time, preferring a time in seconds to one that can only be milliseconds, and that one to neither. */
export function laterTime(a: number | null, b: number | null): number | null {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA > rankB ? a : b
  if (a === null || b === null || rankA === 0) return null
  return b > a ? b : a
}

function rankOf(time: number | null): 0 | 1 | 2 {
  if (plausibleTime(time) !== null) return 2
  return isOddTime(time) ? 1 : 0
}

function near(seconds: number, other: number | null): boolean {
  if (other === null) return false
  const there = isOddTime(other) ? other / 1000 : other
  return Math.abs(there - seconds) < SESSION_SECONDS_MAX
}
