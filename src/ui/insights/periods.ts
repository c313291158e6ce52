import { DAYS_DEFAULT, DAYS_MAX, insightsQuery } from '../../sessions/insights/query.ts'

/** The query of the insights page. */
export interface InsightsChoice {
  /** How many days it covers. */
  days: number
  /** The platform to report on; null for all. */
  source: string | null
}

const ALL = 'all'

/** Periods to choose from, as in the URL's query. */
export const PERIODS = [
  { days: '7', label: '7 days' },
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: '365 days' },
  { days: ALL, label: 'All' },
] as const

/** Parses a URL's query. Invalid values become the default. */
export function choiceIn(query: URLSearchParams): InsightsChoice {
  const [days, source] = [query.get('days') ?? '', query.get('source') ?? '']
  return insightsQuery({ days: days === ALL ? `${DAYS_MAX}` : days, source })
}

/** Returns the query value of a number of days; the default has none. */
export function daysName(days: number): string {
  if (days === DAYS_DEFAULT) return ''
  return days >= DAYS_MAX ? ALL : `${days}`
}

/** ` in the last 30 days`; empty for all time. */
export function periodName(days: number): string {
  if (days >= DAYS_MAX) return ''
  return days === 1 ? ' in the last day' : ` in the last ${days} days`
}
