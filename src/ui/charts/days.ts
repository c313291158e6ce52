import {
  day as dayText,
  month as monthText,
  shortDay,
  shortMonth,
  shortMonthOfYear,
  weekday,
} from '../dates.ts'

/** Days are integers counted from 1970-01-01, so that calendars are arithmetic. */

const DAY_SECONDS = 86_400
const WEEK = 7
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3

/** Returns the day of a date such as `2026-03-12`. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_SECONDS
}

/** Returns the weekday: 0 (Monday) to 6. */
export function weekdayOf(day: number): number {
  return (((day + FIRST_WEEKDAY) % WEEK) + WEEK) % WEEK
}

/** Returns the Monday of a day's week. */
export function weekOf(day: number): number {
  return day - weekdayOf(day)
}

export function yearOf(day: number): number {
  return calendarOf(day).getUTCFullYear()
}

/** Returns the month: 0 to 11. */
export function monthOf(day: number): number {
  return calendarOf(day).getUTCMonth()
}

/** `12 Mar 2026` */
export function dayName(day: number): string {
  return dayText(day * DAY_SECONDS, 'UTC')
}

/** `March 2026` */
export function monthName(day: number): string {
  return monthText(day * DAY_SECONDS, 'UTC')
}

/** `12 Mar`, `Mar`, `Mar 26` */
export const shortDayName = (day: number): string => shortDay(day * DAY_SECONDS, 'UTC')
export const shortMonthName = (day: number): string => shortMonth(day * DAY_SECONDS, 'UTC')
export const shortMonthOfYearName = (day: number): string => shortMonthOfYear(day * DAY_SECONDS, 'UTC')

/** Returns the name of a weekday: of 0, `Monday` or `Mon`. */
export function weekdayName(index: number, width: 'long' | 'short'): string {
  return weekday((index - FIRST_WEEKDAY) * DAY_SECONDS, 'UTC', width)
}

/** Returns the first day of a month; months outside 0 to 11 belong to adjacent years. */
export function firstOf(year: number, month: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, 1)
  return date.getTime() / 1000 / DAY_SECONDS
}

function calendarOf(day: number): Date {
  return new Date(day * DAY_SECONDS * 1000)
}
