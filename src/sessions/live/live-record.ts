import { LIVE_TOTALS, type LiveReport, type LiveSession, type LiveTotal } from '../../contract/live.ts'
import {
  type ModelUsage,
  NUMBER_COLUMNS,
  type SessionColumnName,
  TEXT_COLUMNS,
} from '../../engine/session-columns.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { NO_RECORD } from '../session-record.ts'
import { type OtherTitles, shortTitle, uniqueTitle } from './title.ts'

/** The stored form of a live session. Times are Unix seconds, costs US dollars. */
export interface LiveRecord extends Omit<LiveSession, 'source'> {
  /** Of the newest report; absent if it had none. */
  revision?: number | undefined
  reported_at?: number | undefined
  /** Of the requests that Hermes told of, by model; absent if it told of none. */
  usage?: ModelUsage[]
  /** When Hermes first used the model; absent if a report named it. Unix seconds. */
  model_at?: number
  /** The platform; null until a report names it. */
  source: string | null
  titled_by: 'agent' | 'person' | null
  /** The agent's title before it was made unique: reporting it again changes nothing. */
  agent_title: string | null
  billing_provider: string | null
  billing_base_url: string | null
  billing_mode: string | null
}

/** The platform of sessions whose reports name none. */
const DEFAULT_SOURCE = 'webui'

const NEW_RECORD: Readonly<LiveRecord> = {
  id: '',
  source: null,
  model: null,
  title: null,
  titled_by: null,
  agent_title: null,
  message_count: 0,
  ...totalsOf(() => 0),
  estimated_cost_usd: null,
  actual_cost_usd: null,
  billing_provider: null,
  billing_base_url: null,
  billing_mode: null,
  started_at: 0,
  last_message_at: null,
  updated_at: 0,
}

/** Columns of a session that a live record has. */
const has = <Name extends SessionColumnName>(name: Name): name is Name & keyof LiveRecord =>
  name in NEW_RECORD
const LIVE_TEXTS = TEXT_COLUMNS.filter(has)
const LIVE_NUMBERS = NUMBER_COLUMNS.filter(has)

/** Sessions exist once they have one of these, or a message. */
const TOKENS = LIVE_TOTALS.filter((total) => total !== 'api_call_count')

/** Columns that are set only if empty. */
const FILLED = ['source', 'model', 'billing_provider', 'billing_base_url', 'billing_mode'] as const

/**
 * Returns a session after a report; null if it does not exist yet: a session exists once it has a message or a token.
 * The newest report wins, even with lower values, but totals of tokens and calls only grow. An older one adds what is
 * still unknown. Returns `known` itself if nothing changed.
 */
export function afterReport(
  known: LiveRecord | null,
  report: LiveReport & { id: string },
  others: OtherTitles,
  now: number,
): LiveRecord | null {
  const before = known ?? newRecord(report.id, report.started_at ?? now)
  const totals = totalsOf((total) => Math.max(before[total], report[total] ?? 0))
  const isOld = known !== null && isOlder(report, known)
  const newest = <Value>(old: Value | null, given: Value | null | undefined) =>
    isOld ? (old ?? given ?? null) : (given ?? old)
  const message_count = (isOld ? null : report.message_count) ?? before.message_count
  const grew = TOKENS.some((total) => totals[total] > before[total])
  if (!known && message_count === 0 && !grew) return null
  const said = message_count > before.message_count || (message_count < before.message_count && grew)
  const filled = Object.fromEntries(FILLED.map((field) => [field, before[field] ?? (report[field] || null)]))
  const at = Math.min(report.reported_at ?? now, now)
  const after: LiveRecord = {
    ...before,
    ...filled,
    ...totals,
    message_count,
    estimated_cost_usd: newest(before.estimated_cost_usd, report.estimated_cost_usd),
    actual_cost_usd: newest(before.actual_cost_usd, report.actual_cost_usd),
    started_at: newest(before.started_at, report.started_at) ?? now,
    last_message_at: said ? at : before.last_message_at,
    ...agentTitle(before, newest(before.agent_title, shortTitle(report.title ?? '').clean), others),
  }
  const updated = known && isSame(known, after) ? known : { ...after, updated_at: now }
  return isOld ? updated : asOf(updated, report, at)
}

/** Whether a report is older than the newest one. Without a revision or a time, the last to arrive is the newest. */
function isOlder({ revision, reported_at }: LiveReport, known: LiveRecord): boolean {
  if (revision !== undefined && known.revision !== undefined) return revision < known.revision
  return reported_at !== undefined && known.reported_at !== undefined && reported_at < known.reported_at
}

/** Notes which report was the newest. A clock that is ahead must not make all later reports old ones. */
function asOf(record: LiveRecord, { revision, reported_at }: LiveReport, at: number): LiveRecord {
  const time = reported_at === undefined ? undefined : at
  if (record.revision === revision && record.reported_at === time) return record
  return { ...record, revision, reported_at: time }
}

/** Returns a session renamed by a person, with a clean and unique title; null leaves naming to the agent again. */
export function afterRenaming(record: LiveRecord, title: string | null, now: number): LiveRecord {
  const titled = { title, titled_by: title === null ? null : 'person', agent_title: null } as const
  return { ...record, ...titled, updated_at: now }
}

/** Returns the form that the API returns. */
export function liveSessionOf(record: LiveRecord): LiveSession {
  const { titled_by, agent_title, billing_provider, billing_base_url, billing_mode, ...others } = record
  const { source, revision, reported_at, usage, model_at, ...shown } = others
  return { ...shown, source: source ?? DEFAULT_SOURCE }
}

/**
 * Returns the form that lists and insights use: only the columns of a live record, and nothing about message contents.
 */
export function sessionRecordOf(live: LiveRecord): SessionRecord {
  const record = { ...NO_RECORD, id: live.id }
  for (const name of LIVE_TEXTS) record[name] = live[name]
  for (const name of LIVE_NUMBERS) record[name] = live[name]
  record.source = live.source ?? DEFAULT_SOURCE
  record.last_active = live.last_message_at ?? live.started_at
  if (live.usage) {
    record.usage = live.usage
    // As in a history of a Hermes that books by model.
    record.marks = ''
  }
  return record
}

/** Returns when the message arrived that the current turn answers, until a report has more messages; else null. */
export function pendingSince(turnBeganAt: number, record: LiveRecord | null): number | null {
  return (record?.last_message_at ?? 0) >= turnBeganAt ? null : turnBeganAt
}

/** Returns a session of which nothing is known but when it began. */
export function newRecord(id: string, started_at: number): LiveRecord {
  return { ...NEW_RECORD, id, started_at, updated_at: started_at }
}

function agentTitle(
  { title, titled_by, agent_title }: LiveRecord,
  wanted: string | null,
  others: OtherTitles,
): Pick<LiveRecord, 'title' | 'titled_by' | 'agent_title'> {
  if (titled_by === 'person' || wanted === null || wanted === agent_title)
    return { title, titled_by, agent_title }
  return { title: uniqueTitle(wanted, others), titled_by: 'agent', agent_title: wanted }
}

function totalsOf(total: (name: LiveTotal) => number): Record<LiveTotal, number> {
  const entries = LIVE_TOTALS.map((name) => [name, total(name)])
  return Object.fromEntries(entries) as Record<LiveTotal, number>
}

function isSame(a: LiveRecord, b: LiveRecord): boolean {
  return (Object.keys(a) as (keyof LiveRecord)[]).every((field) => a[field] === b[field])
}
