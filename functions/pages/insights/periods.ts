import { DAYS_DEFAULT, DAYS_MAX, insightsAsked } from '../../../src/sessions/insights/asked.ts'

/** What the page of insights is asked for. */
export interface InsightsChoice {
  /** How far it looks back. */
  days: number
  /** The platform that it is about; null for all. */
  source: string | null
}

const ALL = 'all'

/** Periods to choose from, as the query of the address names them. */
export const PERIODS = [
  { days: '7', label: '7 days' },
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: '365 days' },
  { days: ALL, label: 'All' },
] as const

/** What an address asks for. Nonsense is the default. */
export function choiceIn(query: URLSearchParams): InsightsChoice {
  const [days, source] = [query.get('days') ?? '', query.get('source') ?? '']
  return insightsAsked({ days: days === ALL ? `${DAYS_MAX}` : days, source })
}

/** A number of days as the query names it; the default needs no name. */
export function daysName(days: number): string {
  if (days === DAYS_DEFAULT) return ''
  return days >= DAYS_MAX ? ALL : `${days}`
}

/** ` in the last 30 days`; of all time nothing need be said. */
export function periodName(days: number): string {
  if (days >= DAYS_MAX) return ''
  return days === 1 ? ' in the last day' : ` in the last ${days} days`
}
