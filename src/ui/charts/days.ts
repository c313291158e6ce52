import { day as dayText, month as monthText } from '../dates.ts'

/** Days are numbers here, counted from 1970-01-01, so that a calendar is arithmetic. */

const DAY_SECONDS = 86_400
const WEEK = 7
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3

/** The day of a date such as `2026-03-12`. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_SECONDS
}

/** 0, a Monday, to 6. */
export function weekdayOf(day: number): number {
  return (((day + FIRST_WEEKDAY) % WEEK) + WEEK) % WEEK
}

/** The Monday of a day's week. */
export function weekOf(day: number): number {
  return day - weekdayOf(day)
}

export function yearOf(day: number): number {
  return calendarOf(day).getUTCFullYear()
}

/** 0 to 11. */
export function monthOf(day: number): number {
  return calendarOf(day).getUTCMonth()
}

/** `Thu, 12 Mar 2026` is `12 Mar 2026` here. */
export function dayName(day: number): string {
  return dayText(day * DAY_SECONDS, 'UTC')
}

/** `March 2026` */
export function monthName(day: number): string {
  return monthText(day * DAY_SECONDS, 'UTC')
}

/** The first day of a month of a year; months beyond 0 to 11 are those of the years around. */
export function firstOf(year: number, month: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, 1)
  return date.getTime() / 1000 / DAY_SECONDS
}

function calendarOf(day: number): Date {
  return new Date(day * DAY_SECONDS * 1000)
}
