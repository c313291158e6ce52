import { type LocalTime, localTime } from '../engine/local-time.ts'

/** Dates and times as every command prints them (RFC 3339 section 5.6, without seconds and offset). */

/** `2025-06-19`, in the time zone; empty for a time outside the calendar. */
export function dateText(seconds: number | null, timeZone: string): string {
  const local = localTime(seconds, timeZone)
  return local === null ? '' : dayOf(local)
}

/** `2025-06-19 09:00`, in the same way. */
export function timeText(seconds: number | null, timeZone: string): string {
  const local = localTime(seconds, timeZone)
  return local === null ? '' : `${dayOf(local)} ${twoDigits(local.hour)}:${twoDigits(local.minute)}`
}

function dayOf({ year, month, day }: LocalTime): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
