import type { Period } from '../contract/wrapped.ts'
import { type LocalTime, localTime } from '../engine/local-time.ts'

/** As its URL has it: years from 1970 to 9999, months with two digits. */
const PERIOD = /^(19[7-9]\d|[2-9]\d{3})(?:[-/](0[1-9]|1[0-2]))?$/

/** More than any time zone is from UTC, and a leap second. Unit: seconds. */
const ZONE_MARGIN = 2 * 86_400

/** Parses `2026` or `2026-11`; null for anything else. */
export function periodIn(text: string): Period | null {
  const [, year, month] = PERIOD.exec(text) ?? []
  return year === undefined ? null : { year: Number(year), month: month === undefined ? null : Number(month) }
}

/** `2026`, `2026-11` */
export function periodKey({ year, month }: Period): string {
  return month === null ? `${year}` : `${year}-${twoDigits(month)}`
}

/** `2026-11-30` */
export function dayKey({ year, month, day }: LocalTime): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** Returns the first and the last day. */
export function daysOf({ year, month }: Period): { from: string; to: string } {
  const [first, last] = month === null ? [1, 12] : [month, month]
  const end = new Date(Date.UTC(year, last, 0)).getUTCDate()
  return { from: `${year}-${twoDigits(first)}-01`, to: `${year}-${twoDigits(last)}-${twoDigits(end)}` }
}

/** Returns between which Unix seconds all of it lies, in any time zone. The days next to it may be among them. */
export function boundsOf({ year, month }: Period): { begin: number; end: number } {
  const [first, next] = month === null ? [0, 12] : [month - 1, month]
  return {
    begin: Date.UTC(year, first, 1) / 1000 - ZONE_MARGIN,
    end: Date.UTC(year, next, 1) / 1000 + ZONE_MARGIN,
  }
}

/** Returns the year and month of a clock in a time zone. `now`: Unix seconds. */
export function monthAt(now: number, timeZone: string): { year: number; month: number } {
  const { year, month } = localTime(now, timeZone) ?? { year: 1970, month: 1 }
  return { year, month }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
