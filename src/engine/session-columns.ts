import { keysOf, recordOf, zeros } from './records.ts'

/**
 * The columns of `sessions` that are kept, by their names in the file, in the record, in storage and on the wire.
 * Derived from this table: what is read of the file, types, bounds, schema, stored form, and the row of a list. A new
 * column is one entry here, plus whatever shows it.
 */
export const SESSION_COLUMNS = {
  source: { kind: 'text', listed: 'root', note: 'The platform: `cli`, `telegram`, …' },
  model: { kind: 'text', listed: 'tip' },
  title: { kind: 'text', listed: 'tip' },
  started_at: { kind: 'time', listed: 'root' },
  ended_at: { kind: 'time', listed: 'tip' },
  last_active: { kind: 'time', listed: 'tip', made: true },
  end_reason: { kind: 'text', listed: 'tip' },
  parent_session_id: { kind: 'text', listed: 'root' },
  message_count: { kind: 'amount', listed: 'tip' },
  tool_call_count: { kind: 'amount', listed: 'tip' },
  input_tokens: { kind: 'amount', listed: 'root' },
  output_tokens: { kind: 'amount', listed: 'root' },
  cache_read_tokens: { kind: 'amount' },
  cache_write_tokens: { kind: 'amount' },
  estimated_cost_usd: { kind: 'cost', listed: 'root' },
  actual_cost_usd: { kind: 'cost' },
  reasoning_tokens: { kind: 'amount', later: true },
  api_call_count: { kind: 'amount', later: true },
} as const satisfies Readonly<Record<string, SessionColumn>>

/** The same for `session_model_usage`; `provider` is its `billing_provider`. */
export const USAGE_COLUMNS = {
  model: { kind: 'text' },
  provider: { kind: 'text' },
  task: { kind: 'text', note: 'Empty for the conversation itself.' },
  input_tokens: { kind: 'amount' },
  output_tokens: { kind: 'amount' },
  cache_read_tokens: { kind: 'amount' },
  cache_write_tokens: { kind: 'amount' },
  reasoning_tokens: { kind: 'amount' },
  api_call_count: { kind: 'amount' },
  estimated_cost_usd: { kind: 'cost' },
  actual_cost_usd: { kind: 'cost' },
} as const satisfies Readonly<Record<string, SessionColumn>>

/** Texts, times in Unix seconds, amounts from 0 up, and costs in US dollars. */
export type ColumnKind = 'text' | NumberKind
type NumberKind = 'time' | 'amount' | 'cost'

export interface SessionColumn {
  kind: ColumnKind
  /** Which session of a chain supplies the value in a list, the first or the last; absent if lists do not show it. */
  listed?: 'root' | 'tip'
  /** Derived: the file has no such column. */
  made?: true
  /** Reports of older versions lack it. Required for every new column. */
  later?: true
  /** For the API’s documentation. */
  note?: string
}

type Names<Columns, Wanted> = {
  [Name in keyof Columns]: Columns[Name] extends Wanted ? Name : never
}[keyof Columns]
type ValueOf<Column> = Column extends { kind: 'text' } ? string : number

export type SessionColumnName = keyof typeof SESSION_COLUMNS
export type TextColumn = Names<typeof SESSION_COLUMNS, { kind: 'text' }>
export type NumberColumn = Exclude<SessionColumnName, TextColumn>
export type ListedColumn = Names<typeof SESSION_COLUMNS, { listed: string }>
/** The values of the columns; null if the history lacks one or its value has the wrong type. */
type Values = { [Name in SessionColumnName]: ValueOf<(typeof SESSION_COLUMNS)[Name]> | null }

/** Values of the session’s own row, and its last activity. */
export interface SessionFacts extends Values {
  id: string
  /**
   * Names of `MARKS`, separated by spaces; empty without any. Null in a history from before Hermes had them, whose
   * lists and insights follow the rules of that time.
   */
  marks: string | null
  /**
   * Equal for sessions of the same chat; null without a chat. A record holds a digest of it, which reveals nothing
   * else.
   */
  session_key: string | null
  /** Spending by model and task; empty if the history lacks it. */
  usage: ModelUsage[]
}

type UsageText = Names<typeof USAGE_COLUMNS, { kind: 'text' }>
export type UsageNumber = Exclude<keyof typeof USAGE_COLUMNS, UsageText>
/** What a session spent on one model for one task. Values that the history lacks are empty or 0. */
export type ModelUsage = { [Name in keyof typeof USAGE_COLUMNS]: ValueOf<(typeof USAGE_COLUMNS)[Name]> }

/** Characters kept of a text: agents write none longer. */
export const COLUMN_TEXT_LENGTH_MAX = 1000
/** Returns what is kept of a text. */
export function cutText(text: string, max = COLUMN_TEXT_LENGTH_MAX): string {
  return text.length > max ? text.slice(0, max) : text
}

/** No ECMAScript time is farther from 1970 (ECMA-262 section 21.4.1.1). Unit: seconds. */
const TIME_MAX = 8.64e12
/** More than any session costs. Unit: US dollars. */
const COST_MAX = 1e9

export interface Bounds {
  min: number
  max: number
}

/** The bounds of each kind of number. Values outside them count as absent. */
export const COLUMN_BOUNDS: Readonly<Record<NumberKind, Bounds>> = {
  time: { min: -TIME_MAX, max: TIME_MAX },
  amount: { min: 0, max: Number.MAX_SAFE_INTEGER },
  cost: { min: -COST_MAX, max: COST_MAX },
}

const names = keysOf(SESSION_COLUMNS)
const kindOf = (name: SessionColumnName): ColumnKind => SESSION_COLUMNS[name].kind
export const TEXT_COLUMNS = names.filter((name): name is TextColumn => kindOf(name) === 'text')
export const NUMBER_COLUMNS = names.filter((name): name is NumberColumn => kindOf(name) !== 'text')
const isListed = <Name extends SessionColumnName>(name: Name): name is Name & ListedColumn =>
  'listed' in SESSION_COLUMNS[name]
export const LISTED_TEXTS = TEXT_COLUMNS.filter(isListed)
export const LISTED_NUMBERS = NUMBER_COLUMNS.filter(isListed)

const usageNames = keysOf(USAGE_COLUMNS)
const isUsageText = (name: keyof ModelUsage): name is UsageText => USAGE_COLUMNS[name].kind === 'text'
export const USAGE_TEXTS = usageNames.filter(isUsageText)
export const USAGE_NUMBERS = usageNames.filter((name): name is UsageNumber => !isUsageText(name))

/** The facts of an unknown session, to be copied and filled: see `zeros`. */
export const NO_FACTS: Readonly<SessionFacts> = {
  id: '',
  ...recordOf(names, () => null),
  marks: null,
  session_key: null,
  usage: [],
}
/** A row of usage without values, likewise. */
export const NO_USAGE: Readonly<ModelUsage> = {
  ...recordOf(USAGE_TEXTS, () => ''),
  ...zeros(USAGE_NUMBERS),
}
