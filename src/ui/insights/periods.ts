import { plural, t } from '../../language/language.ts'
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
export const PERIODS = ['7', '30', '90', '365', ALL] as const

/** `30 days`; `All` */
export function periodLabel(days: (typeof PERIODS)[number]): string {
  return days === ALL ? t('All') : plural(Number(days), '{n} day', '{n} days')
}

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

/** `No sessions in the last 30 days on telegram.` Says nothing of a time or a platform if it is all of them. */
export function noSessions({ days, source: platform }: InsightsChoice): string {
  if (days >= DAYS_MAX)
    return platform === null ? t('No sessions.') : t('No sessions on {platform}.', { platform })
  if (platform === null)
    return plural(days, 'No sessions in the last day.', 'No sessions in the last {n} days.')
  return plural(
    days,
    'No sessions in the last day on {platform}.',
    'No sessions in the last {n} days on {platform}.',
    { platform },
  )
}
