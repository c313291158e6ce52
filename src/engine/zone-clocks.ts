import { localTime } from './local-time.ts'
import { ZoneFormats } from './zone-formats.ts'

/** Changes are searched for from 2020 to 2036: no agent ran earlier, and later rules are guesses. Unix minutes. */
const FROM = Date.UTC(2020, 0, 1) / 60_000
const UNTIL = Date.UTC(2036, 0, 1) / 60_000
/** Step of the search: clocks keep an offset for longer, even in Morocco during Ramadan. */
const STEP_MINUTES = 14 * 24 * 60

const known = new Map<string, string>()
const FORMATS = new ZoneFormats({})

/** Whether this runtime knows the clocks of a time zone. It may be older than the zone's name. */
export function hasClocks(timeZone: string): boolean {
  try {
    FORMATS.of(timeZone)
    return true
  } catch {
    return false
  }
}

/**
 * Returns the clocks of a time zone as this runtime knows them: each change of its offset, as `minute:offset`. Runtimes
 * carry different zone data, and a platform may replace its runtime at any time, so figures counted by other clocks
 * must be recounted. Takes about 25 ms per zone.
 * @throws RangeError if the runtime does not know the zone
 */
export function clocksOf(timeZone: string): string {
  const clocks = known.get(timeZone) ?? changesOf((minute) => offsetAt(minute, timeZone)).join(' ')
  known.set(timeZone, clocks)
  return clocks
}

/** Whether two time zones count the same, as far as this runtime knows: Asia/Kolkata and Asia/Calcutta do. */
export function haveSameClocks(a: string, b: string): boolean {
  return a === b || (hasClocks(a) && hasClocks(b) && clocksOf(a) === clocksOf(b))
}

/** Returns the changes of an offset, by Unix minute. */
export function changesOf(offset: (minute: number) => number): string[] {
  let before = offset(FROM)
  const changes = [`${FROM}:${before}`]
  for (let minute = FROM; minute < UNTIL; minute += STEP_MINUTES) {
    const after = offset(minute + STEP_MINUTES)
    if (after === before) continue
    let [low, high] = [minute, minute + STEP_MINUTES]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offset(middle) === before) low = middle
      else high = middle
    }
    changes.push(`${high}:${after}`)
    before = after
  }
  return changes
}

/** Returns the offset from UTC in minutes. */
function offsetAt(minute: number, timeZone: string): number {
  const local = localTime(minute * 60, timeZone)
  if (local === null) return 0
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute) / 60_000 - minute
}
