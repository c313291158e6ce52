import { DAYS_DEFAULT, DAYS_MAX } from '../sessions/insights/query.ts'
import { listOptions, type SessionListOptions } from '../sessions/list/list-options.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

/** Rows of a table by default; JSON has all. */
const ROWS_DEFAULT = 50
const ORDERS = ['started_at', 'last_active'] as const

const source = take.option(
  (given) => given?.trim() ?? null,
)(`--source NAME  only sessions of one platform, such as
  cli or telegram`)

const LIST = {
  profile: take.anyProfile,
  order: take.option(orderFrom)('--order ORDER  started_at or last_active: newest first by either'),
  children: take.flag('--include-children  every session by itself, sub-agents too'),
  archived: take.flag('--archived  archived and hidden sessions too'),
  source,
  excluded: take.text('--exclude-sources LIST  no sessions of these platforms, such as cron,telegram'),
  limit: take.wholeNumber(null, 0)(`--limit N  at most N rows; ${ROWS_DEFAULT} by default, all with --json`),
  offset: take.wholeNumber(0, 0)('--offset N  skip the first N rows'),
  timeZone:
    take.timeZone(`--timezone ZONE  the time zone of the times shown, such as Asia/Tokyo; this machine's by
    default`),
  json: take.flag(
    `--json  print everything known about them as JSON. Private: it includes how conversations begin`,
  ),
}

export type SessionsOptions = { list: SessionListOptions } & Pick<
  take.WithHistory<typeof LIST>,
  'database' | 'profile' | 'timeZone' | 'json'
>

export const SESSIONS: take.CommandLine<SessionsOptions> = {
  usage: ['laurel sessions [state.db] [options]'],
  summary: 'list the conversations of a history',
  intro: 'Lists the conversations of a Hermes history, newest first. Nothing leaves this machine.',
  details: `${take.HISTORY_HELP} A conversation that continued after a compression is listed once, as its newest part.
    Sub-agents and archived or hidden sessions are not listed.`,
  options: LIST,
  read(words, given) {
    const { database, profile, timeZone, json, ...query } = take.withHistory(LIST, words, given)
    const rows = query.limit ?? (json ? undefined : ROWS_DEFAULT)
    const list = listOptions({
      order: query.order,
      include_children: query.children ? '1' : undefined,
      archived: query.archived ? '1' : undefined,
      source: query.source ?? undefined,
      exclude_sources: query.excluded ?? undefined,
      limit: rows?.toString(),
      offset: query.offset.toString(),
    })
    return { database, profile, timeZone, json, list }
  },
}

const REPORT = {
  profile: take.anyProfile,
  days: take.wholeNumber(DAYS_DEFAULT, 1, DAYS_MAX)(`--days N  look back N days; ${DAYS_DEFAULT} by default`),
  source,
  timeZone:
    take.timeZone(`--timezone ZONE  the time zone of days and hours, such as Asia/Tokyo; this machine's by
    default`),
  now: take.option(unixTime)('--now UNIX  look back from this time, in Unix seconds'),
  counting:
    take.asHermes(`--as-hermes  count messages, tools and skills as “hermes insights” does: undone messages and
    copies too`),
  json: take.flag('--json  print the report as JSON'),
}

export type InsightsOptions = take.WithHistory<typeof REPORT>

export const INSIGHTS: take.CommandLine<InsightsOptions> = {
  usage: ['laurel insights [state.db] [options]'],
  summary: 'sum up the last 30 days',
  intro: `Sums up the sessions of the last days: tokens, models, platforms, tools, skills, days and hours. Nothing
    leaves this machine.`,
  details: `${take.HISTORY_HELP} Costs are those that the history records.`,
  options: REPORT,
  read: (words, given) => take.withHistory(REPORT, words, given),
}

function orderFrom(given: string | undefined): (typeof ORDERS)[number] | undefined {
  const order = ORDERS.find((known) => known === given)
  if (given === undefined || order !== undefined) return order
  throw new UsageError(`--order takes ${ORDERS.join(' or ')}.`)
}

/** Null for the present. */
function unixTime(given: string | undefined): number | null {
  if (given === undefined) return null
  if (Number.isFinite(Number(given))) return Number(given)
  throw new UsageError('--now takes Unix seconds, such as 1750000000.')
}
