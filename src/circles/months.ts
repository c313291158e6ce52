import { localTime } from '../engine/local-time.ts'

/** Months of a circle, as `2026-11`, in the zone of whoever made it. Times are Unix seconds. */

/** Returns the month of a time. */
export function monthOf(at: number, timeZone: string): string {
  const local = localTime(at, timeZone) ?? { year: 1970, month: 1 }
  return named(local.year, local.month)
}

/** Returns the month after another. */
export function monthAfter(month: string): string {
  const { year, index } = parts(month)
  return index === 12 ? named(year + 1, 1) : named(year, index + 1)
}

/** Returns when a month begins: the first second that the zone's calendar counts to it. */
export function beginOfMonth(month: string, timeZone: string): number {
  const { year, index } = parts(month)
  const asIfUtc = Date.UTC(year, index - 1, 1) / 1000
  // Clocks are at most 14 hours ahead of UTC and 12 behind it. A change of the clocks may skip midnight.
  let [before, within] = [asIfUtc - 15 * 3600, asIfUtc + 15 * 3600]
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (monthOf(middle, timeZone) < month) before = middle
    else within = middle
  }
  return within
}

function parts(month: string): { year: number; index: number } {
  return { year: Number(month.slice(0, 4)), index: Number(month.slice(5)) }
}

function named(year: number, index: number): string {
  return `${String(year).padStart(4, '0')}-${String(index).padStart(2, '0')}`
}
