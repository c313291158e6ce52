import { DAYS_DEFAULT, DAYS_MAX } from '../sessions/insights/query.ts'
import { listOptions, type SessionListOptions } from '../sessions/list/list-options.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

/** Rows of a table by default; JSON has all. */
const ROWS_DEFAULT = 50
const ORDERS = ['started_at', 'last_active'] as const

const source = take.option(
  (given) => given?.trim() ?? null,
)(`--source NAME  only sessions on one platform, such as
  cli or telegram`)

const LIST = {
  profile: take.anyProfile,
  order: take.option(orderFrom)(
    '--order ORDER  started_at or last_active, newest first (default: started_at)',
  ),
  children: take.flag('--include-children  list every session, sub-agents included'),
  archived: take.flag('--archived  include archived and hidden sessions'),
  source,
  excluded: take.text('--exclude-sources LIST  leave out these platforms, such as cron,telegram'),
  limit: take.wholeNumber(
    null,
    0,
  )(`--limit N  print at most N rows (default: ${ROWS_DEFAULT}, or all with --json)`),
  offset: take.wholeNumber(0, 0)('--offset N  skip the first N rows'),
  timeZone:
    take.timeZone(`--timezone ZONE  print times in this time zone, such as Asia/Tokyo (default: the time zone of
    this machine)`),
  json: take.flag(
    `--json  print all fields as JSON. Private: the output includes the first words of conversations`,
  ),
}

export type SessionsOptions = { list: SessionListOptions } & Pick<
  take.WithHistory<typeof LIST>,
  'database' | 'profile' | 'timeZone' | 'json'
>

export const SESSIONS: take.CommandLine<SessionsOptions> = {
  usage: ['laurel sessions [state.db] [options]'],
  summary: 'list conversations and their ids',
  intro: 'Lists the conversations of a Hermes history, newest first. Nothing leaves this machine.',
  details: `${take.HISTORY_HELP} A conversation that continued after a compression is listed once, as its newest part.
    Sub-agents, archived and hidden sessions are left out.`,
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
  days: take.wholeNumber(DAYS_DEFAULT, 1, DAYS_MAX)(`--days N  look back N days (default: ${DAYS_DEFAULT})`),
  source,
  timeZone:
    take.timeZone(`--timezone ZONE  count days and hours in this time zone, such as Asia/Tokyo (default: the time
    zone of this machine)`),
  now: take.option(unixTime)('--now UNIX  look back from this time, in Unix seconds (default: now)'),
  counting:
    take.asHermes(`--as-hermes  count messages, tools and skills as “hermes insights” does, with undone messages and
    copies`),
  json: take.flag('--json  print the report as JSON'),
}

export type InsightsOptions = take.WithHistory<typeof REPORT>

export const INSIGHTS: take.CommandLine<InsightsOptions> = {
  usage: ['laurel insights [state.db] [options]'],
  summary: 'sum up the last 30 days: tokens, models, tools',
  intro: `Sums up recent sessions: tokens, models, platforms, tools, skills, days and hours. Nothing leaves this machine.`,
  details: `${take.HISTORY_HELP} Costs are the ones that Hermes recorded.`,
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
