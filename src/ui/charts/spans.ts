import { t } from '../../language/language.ts'
import {
  dayName,
  dayOf,
  firstOf,
  monthName,
  monthOf,
  shortDayName,
  shortMonthOfYearName,
  weekOf,
  yearOf,
} from './days.ts'

/** Consecutive days shown as one bar. */
export interface Span {
  /** The first day, counted from 1970-01-01. */
  from: number
  /** `12 Mar 2026`, `Week of 9 Mar 2026`, `March 2026`, `2026` */
  name: string
  /** The same in little space: `12 Mar`, `Mar 26`, `2026` */
  label: string
}

export type SpanUnit = 'day' | 'week' | 'month' | 'year'

/** Maximum bars of a chart: on a phone each is 3 px wide. */
const SPANS_MAX = 92

const UNIT_DAYS: readonly (readonly [SpanUnit, number])[] = [
  ['day', 1],
  ['week', 7],
  ['month', 28],
]

/** Returns the shortest unit that gives few enough spans between two days. */
export function unitOf(from: number, to: number): SpanUnit {
  return UNIT_DAYS.find(([, days]) => (to - from + 1) / days <= SPANS_MAX)?.[0] ?? 'year'
}

/** Returns the spans of a unit between two days, inclusive, oldest first; only the newest if there are too many. */
export function spansBetween(from: number, to: number, unit: SpanUnit): Span[] {
  const spans: Span[] = []
  for (let day = beginOf(to, unit); day >= beginOf(from, unit); day = beginOf(day - 1, unit)) {
    spans.push({ from: day, ...namesOf(day, unit) })
    if (spans.length === SPANS_MAX) break
  }
  return spans.reverse()
}

/** Groups rows by span, by their dates; rows outside are dropped. */
export function bySpan<Row extends { date: string }>(
  spans: readonly Span[],
  unit: SpanUnit,
  rows: readonly Row[],
): Row[][] {
  const groups = new Map(spans.map(({ from }) => [from, [] as Row[]]))
  for (const row of rows) groups.get(beginOf(dayOf(row.date), unit))?.push(row)
  return [...groups.values()]
}

function beginOf(day: number, unit: SpanUnit): number {
  if (unit === 'day') return day
  if (unit === 'week') return weekOf(day)
  return firstOf(yearOf(day), unit === 'month' ? monthOf(day) : 0)
}

function namesOf(day: number, unit: SpanUnit): Pick<Span, 'name' | 'label'> {
  const date = dayName(day)
  if (unit === 'day') return { name: date, label: shortDayName(day) }
  if (unit === 'week') return { name: t('Week of {date}', { date }), label: shortDayName(day) }
  const year = `${yearOf(day)}`
  return unit === 'year'
    ? { name: year, label: year }
    : { name: monthName(day), label: shortMonthOfYearName(day) }
}
