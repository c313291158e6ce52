import { DAYS_DEFAULT, DAYS_MAX } from '../sessions/insights/asked.ts'
import { listOptions, type SessionListOptions } from '../sessions/list/list-options.ts'
import type { Counting } from '../snapshot/snapshot.ts'
import { countingFrom } from './counting-option.ts'
import { type HistoryChoice, profileFrom } from './database-path.ts'
import type { OptionName, OptionValues } from './options.ts'
import { timeZoneFrom } from './time-zone.ts'
import { type Command, UsageError } from './usage-error.ts'

interface ViewOptions extends HistoryChoice {
  /** An IANA zone. */
  timeZone: string
  json: boolean
}

/** What `laurel sessions` is asked for. */
export interface SessionsOptions extends ViewOptions {
  list: SessionListOptions
}

/** What `laurel insights` is asked for. */
export interface InsightsOptions extends ViewOptions {
  days: number
  /** The platform, or null for all. */
  source: string | null
  /** Unix seconds; null for the present. */
  now: number | null
  /** Of which messages roles, tools and skills are counted: `lived`, or as Hermes does, all there are. */
  counting: Counting
}

/** Rows of a table, unless said otherwise; JSON has all. */
const ROWS_DEFAULT = '50'

/** @throws UsageError */
export function sessionsOptions(database: string | null, values: OptionValues): SessionsOptions {
  const order = values.get('order')
  if (order !== undefined && order !== 'last_active' && order !== 'started_at') {
    throw new UsageError('--order takes last_active or started_at.', 'sessions')
  }
  const json = values.has('json')
  const list = listOptions({
    order,
    include_children: values.has('include-children') ? '1' : undefined,
    archived: values.has('archived') ? '1' : undefined,
    source: values.get('source')?.trim(),
    exclude_sources: values.get('exclude-sources'),
    limit: wholeNumber(values, 'limit', 'sessions') ?? (json ? undefined : ROWS_DEFAULT),
    offset: wholeNumber(values, 'offset', 'sessions'),
  })
  const profile = profileFrom(values.get('profile'), database, 'sessions')
  return { database, profile, timeZone: timeZoneFrom(values, 'sessions'), json, list }
}

/** @throws UsageError */
export function insightsOptions(database: string | null, values: OptionValues): InsightsOptions {
  const days = Number(wholeNumber(values, 'days', 'insights') ?? DAYS_DEFAULT)
  if (days < 1 || days > DAYS_MAX) throw new UsageError(`--days takes 1 to ${DAYS_MAX}.`, 'insights')
  const now = values.has('now') ? Number(values.get('now')) : null
  if (now !== null && !Number.isFinite(now)) {
    throw new UsageError('--now takes Unix seconds, as in 1750000000.', 'insights')
  }
  return {
    database,
    profile: profileFrom(values.get('profile'), database, 'insights'),
    timeZone: timeZoneFrom(values, 'insights'),
    json: values.has('json'),
    days,
    source: values.get('source')?.trim() ?? null,
    now,
    counting: countingFrom(values),
  }
}

function wholeNumber(values: OptionValues, name: OptionName, command: Command): string | undefined {
  const value = values.get(name)
  if (value === undefined || /^\d{1,15}$/.test(value)) return value
  throw new UsageError(`--${name} takes a whole number.`, command)
}
