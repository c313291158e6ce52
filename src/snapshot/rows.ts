import { parseJson } from '../engine/json-parse.ts'
import { previewOf } from '../engine/preview.ts'
import type { ModelUsage } from '../engine/session-record.ts'
import type { Content, Message } from '../engine/types.ts'
import type { Utf8Text } from '../engine/utf8-text.ts'
import { marksFrom } from './marks.ts'
import { openingSql } from './preview.ts'
import type { Table } from './schema.ts'
import type { Statement } from './statement.ts'

/**
 * A row of `sessions`. Times are Unix seconds. Columns that the file lacks, and values of a kind that the field
 * cannot have, are null.
 */
export interface SessionRow {
  id: string
  source: string | null
  model: string | null
  title: string | null
  /** How its first user message begins; empty without one, and where it was not asked for. */
  preview: string
  /** The title, else the preview, else `Untitled`. */
  displayTitle: string
  startedAt: number | null
  /** The greatest message timestamp, else `startedAt`. */
  lastActive: number | null
  endedAt: number | null
  endReason: string | null
  parentSessionId: string | null
  messageCount: number | null
  toolCallCount: number | null
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  reasoningTokens: number | null
  estimatedCostUsd: number | null
  actualCostUsd: number | null
  apiCallCount: number | null
  /** As a record has them: see `SessionFacts`. */
  marks: string | null
  /** Names the chat that it is part of. */
  sessionKey: string | null
  usage: ModelUsage[]
}

/**
 * A row of `messages`. `id` is the table's own, `timestamp` is in Unix seconds. Text is a view into SQLite's
 * memory: it is gone once the visit is over, or SQLite is called.
 */
export interface MessageRow extends Message {
  id: number | null
  timestamp: number | null
  /** The call that a tool's message answers, in the words of its provider. Null in a sweep, which does not read it. */
  toolCallId: string | null
}

/** In the order in which `sessionFrom` reads them. */
export const SESSION_VALUES: WantedColumns = {
  texts: ['id', 'source', 'model', 'title', 'end_reason', 'parent_session_id', 'session_key', 'model_config'],
  numbers: [
    'started_at',
    'ended_at',
    'message_count',
    'tool_call_count',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
    'reasoning_tokens',
    'estimated_cost_usd',
    'actual_cost_usd',
    'api_call_count',
    'archived',
    'hidden',
  ],
}

/** In the order in which `messageFrom` reads them. */
const MESSAGE_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls', 'timestamp', 'id']
/** Behind them in `messageSql`. */
const CALL_ID_COLUMN = MESSAGE_COLUMNS.length

/** Those of them that are text, and those whose text may be long: nothing else is looked at time and again. */
const TEXT_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls']
const LONG_COLUMNS = ['content', 'tool_calls']

/** Columns to read, in small letters, and in the order in which they are asked for. */
export interface WantedColumns {
  texts: readonly string[]
  /** Behind the texts. */
  numbers: readonly string[]
}

/** The values of a row, by the order of its columns. */
export interface RowValues {
  /** Text as it is, numbers as SQLite spells them; null for NULL and for blobs, which are no text. */
  text(column: number): string | null
  /** A finite number, or null for everything else. */
  number(column: number): number | null
}

/** SQL for one row of a table by its number, `?1`. */
export interface RowSql {
  /** The row, unless its text is longer than the limit: lengths are known without reading the values. */
  read: string
  /** Whether it is there, however long its text. */
  exists: string
}

export function sessionSql(table: Table, maxBytes: number): RowSql {
  return rowSql('sessions', [...SESSION_VALUES.texts, ...SESSION_VALUES.numbers], table, maxBytes)
}

/** Of the session `?2`: an index may lead to another's message only when it is damaged. */
export function messageSql(table: Table, maxBytes: number): RowSql {
  return rowSql('messages', [...MESSAGE_COLUMNS, 'tool_call_id'], table, maxBytes, ' AND session_id = ?2')
}

/**
 * SQL for the messages behind row `?1` in the order of their rows. Behind the columns of a message stand the row's
 * number, its session, and whether it is too long: then it is without the texts that make it so.
 */
export function messagesSql({ column, rowId }: Table, maxBytes: number): string {
  const short = (name: string) =>
    `CASE WHEN octet_length(${column(name)}) <= ${maxBytes} THEN ${column(name)} END`
  const present = MESSAGE_COLUMNS.map((name) => (LONG_COLUMNS.includes(name) ? short(name) : column(name)))
  const more = `${rowId}, session_id, ${bytesOf(TEXT_COLUMNS.map(column))} > ${maxBytes}`
  return `SELECT ${present.join(', ')}, ${more} FROM main.messages WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}

/** Where `messagesSql` has what stands behind a message. */
export const MESSAGES_ROW_ID = MESSAGE_COLUMNS.length
export const MESSAGES_SESSION_ID = MESSAGES_ROW_ID + 1
export const MESSAGES_TOO_LONG = MESSAGES_ROW_ID + 2

const bytesOf = (columns: string[]) => columns.map((value) => `IFNULL(octet_length(${value}), 0)`).join(' + ')

function rowSql(name: string, columns: string[], { column, rowId }: Table, max: number, also = ''): RowSql {
  const present = columns.map(column)
  const from = `FROM main.${name} WHERE ${rowId} = ?1${also}`
  return {
    read: `SELECT ${present.join(', ')} ${from} AND ${bytesOf(present)} <= ${max}`,
    exists: `SELECT 1 ${from}`,
  }
}

/** What the messages of a session say of it. */
export interface Activity {
  lastTimestamp: number | null
  /** How its first user message opens, asked for only when it is needed. */
  opening(): string | null
}

/** Which sessions get a preview: it takes reading a message of each. */
export type Previews = 'all' | 'untitled'

/** What other tables say of a session. */
export interface Belongings {
  /** Whether its history marks sessions. */
  hasMarks: boolean
  usage: ModelUsage[]
}

/** The session in the current row of `sessionSql`, or of a `StoredRows` of `SESSION_VALUES`. */
export function sessionFrom(
  row: RowValues,
  id: string,
  activity: Activity,
  previews: Previews,
  { hasMarks, usage }: Belongings,
): SessionRow {
  const title = row.text(3)
  const preview = title && previews === 'untitled' ? '' : previewOf(activity.opening())
  const startedAt = row.number(8)
  return {
    id,
    source: row.text(1),
    model: row.text(2),
    title,
    preview,
    displayTitle: title || preview || 'Untitled',
    startedAt,
    lastActive: activity.lastTimestamp ?? startedAt,
    endedAt: row.number(9),
    endReason: row.text(4),
    parentSessionId: row.text(5),
    messageCount: row.number(10),
    toolCallCount: row.number(11),
    inputTokens: row.number(12),
    outputTokens: row.number(13),
    cacheReadTokens: row.number(14),
    cacheWriteTokens: row.number(15),
    reasoningTokens: row.number(16),
    estimatedCostUsd: row.number(17),
    actualCostUsd: row.number(18),
    apiCallCount: row.number(19),
    marks: hasMarks ? marksFrom(row.number(20), row.number(21), row.text(7)) : null,
    sessionKey: hasMarks ? row.text(6) || null : null,
    usage,
  }
}

/** A session that was read without what its messages say of it, and now has it. */
export function withActivity(
  session: SessionRow,
  lastTimestamp: number | null,
  opening: string | null,
): SessionRow {
  const preview = previewOf(opening)
  const displayTitle = session.title || preview || 'Untitled'
  return { ...session, preview, displayTitle, lastActive: lastTimestamp ?? session.startedAt }
}

/** SQL for how a message opens, by its row number: see `openingSql`. */
export function openingOfRowSql({ rowId }: Table, maxBytes: number): string {
  return `SELECT ${openingSql(maxBytes)} FROM main.messages WHERE ${rowId} = ?1`
}

/** The message in the current row of `messageSql`, with the call that it answers. As `sweptMessageFrom`. */
export function messageFrom(row: Statement): MessageRow {
  const toolCallId = row.text(CALL_ID_COLUMN)
  return Object.assign(sweptMessageFrom(row), { toolCallId })
}

/** The message in the current row of `messagesSql`. Its texts are valid as `Statement.textInPlace` says. */
export function sweptMessageFrom(row: Statement): MessageRow {
  const content = row.textBegin(1)
  const toolCalls = row.textBegin(3)
  const message: MessageRow = {
    role: row.text(0),
    content: content === null ? row.value(1) : null,
    toolName: row.text(2),
    toolCalls: toolCalls === null ? row.text(3) : null,
    timestamp: row.number(4),
    id: row.number(5),
    toolCallId: null,
  }
  // Last: nothing else may be asked of the row behind them.
  if (content !== null) message.content = contentFrom(row.textInPlace(1, content))
  if (toolCalls !== null) message.toolCalls = row.textInPlace(3, toolCalls)
  return message
}

/** What stands before the JSON of a multimodal message. */
const JSON_MARK = '\0json:'

/** What a message says: text as it is, what is marked as JSON decoded. */
export function contentFrom(text: Utf8Text): Content {
  if (text.memory[text.begin] !== 0 || text.byteLength === 0) return text
  const value = text.toString()
  if (!value.startsWith(JSON_MARK)) return text
  try {
    return parseJson(value.slice(JSON_MARK.length))
  } catch (error) {
    // Too deeply nested is not JSON either.
    if (error instanceof SyntaxError || error instanceof RangeError) return text
    throw error
  }
}
