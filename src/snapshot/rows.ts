import { parseJson } from '../engine/json-parse.ts'
import type { Content, Message } from '../engine/types.ts'
import { openingSql, previewOf } from './preview.ts'
import type { Table } from './schema.ts'
import type { SqliteValue, Statement } from './statement.ts'

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
}

/** A row of `messages`. `id` is the table's own, `timestamp` is in Unix seconds. */
export interface MessageRow extends Message {
  id: number | null
  timestamp: number | null
}

/** In the order in which `sessionFrom` reads them. */
const SESSION_COLUMNS = [
  'id',
  'source',
  'model',
  'title',
  'started_at',
  'ended_at',
  'end_reason',
  'parent_session_id',
  'message_count',
  'tool_call_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'estimated_cost_usd',
  'actual_cost_usd',
]

/** In the order in which `messageFrom` reads them. */
const MESSAGE_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls', 'timestamp', 'id']

/** SQL for one row of a table by its number, `?1`. */
export interface RowSql {
  /** The row, unless its text is longer than the limit: lengths are known without reading the values. */
  read: string
  /** Whether it is there, however long its text. */
  exists: string
}

export function sessionSql(table: Table, maxBytes: number): RowSql {
  return rowSql('sessions', SESSION_COLUMNS, table, maxBytes)
}

/** Of the session `?2`: an index may lead to another's message only when it is damaged. */
export function messageSql(table: Table, maxBytes: number): RowSql {
  return rowSql('messages', MESSAGE_COLUMNS, table, maxBytes, ' AND session_id = ?2')
}

function rowSql(name: string, columns: string[], { column, rowId }: Table, max: number, also = ''): RowSql {
  const present = columns.map(column)
  const bytes = present.map((value) => `IFNULL(octet_length(${value}), 0)`).join(' + ')
  const from = `FROM main.${name} WHERE ${rowId} = ?1${also}`
  return { read: `SELECT ${present.join(', ')} ${from} AND ${bytes} <= ${max}`, exists: `SELECT 1 ${from}` }
}

/** What the messages of a session say of it. */
export interface Activity {
  lastTimestamp: number | null
  /** How its first user message opens, asked for only when it is needed. */
  opening(): string | null
}

/** Which sessions get a preview: it takes reading a message of each. */
export type Previews = 'all' | 'untitled'

/** The session in the current row of `sessionSql`. */
export function sessionFrom(row: Statement, id: string, activity: Activity, previews: Previews): SessionRow {
  const title = row.text(3)
  const preview = title && previews === 'untitled' ? '' : previewOf(activity.opening())
  const startedAt = row.number(4)
  return {
    id,
    source: row.text(1),
    model: row.text(2),
    title,
    preview,
    displayTitle: title || preview || 'Untitled',
    startedAt,
    lastActive: activity.lastTimestamp ?? startedAt,
    endedAt: row.number(5),
    endReason: row.text(6),
    parentSessionId: row.text(7),
    messageCount: row.number(8),
    toolCallCount: row.number(9),
    inputTokens: row.number(10),
    outputTokens: row.number(11),
    cacheReadTokens: row.number(12),
    cacheWriteTokens: row.number(13),
    reasoningTokens: row.number(14),
    estimatedCostUsd: row.number(15),
    actualCostUsd: row.number(16),
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

/** The message in the current row of `messageSql`. */
export function messageFrom(row: Statement): MessageRow {
  return {
    role: row.text(0),
    content: contentFrom(row.value(1)),
    toolName: row.text(2),
    toolCalls: row.text(3),
    timestamp: row.number(4),
    id: row.number(5),
  }
}

/** What stands before the JSON of a multimodal message. */
const JSON_MARK = '\0json:'

function contentFrom(value: SqliteValue): Content {
  if (typeof value !== 'string' || !value.startsWith(JSON_MARK)) return value
  try {
    return parseJson(value.slice(JSON_MARK.length))
  } catch (error) {
    // Too deeply nested is not JSON either.
    if (error instanceof SyntaxError || error instanceof RangeError) return value
    throw error
  }
}
