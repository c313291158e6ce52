import { previewOfSource, previewSource } from '../engine/earliest-opening.ts'
import { parseJson } from '../engine/json-parse.ts'
import { contentText, previewOf } from '../engine/preview.ts'
import type { Content, Message, MessagePreview } from '../engine/types.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { RowFlags } from './counting.ts'
import { openingSql, openingTextSql } from './preview.ts'
import type { Table } from './schema.ts'
import type { Statement } from './statement.ts'

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

/** In the order in which `messageFrom` reads them. */
const MESSAGE_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls', 'timestamp', 'id']
/** Behind them in `messageSql`. */
const CALL_ID_COLUMN = MESSAGE_COLUMNS.length
const DISPLAY_KIND_COLUMN = CALL_ID_COLUMN + 1
export const MESSAGE_SESSION_ID = CALL_ID_COLUMN + 2

/** Those of them that are text, and those whose text may be long: nothing else is looked at time and again. */
const TEXT_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls']
const LONG_COLUMNS = ['content', 'tool_calls']

/** Columns to read, in small letters, and in the order in which they are asked for. */
export interface WantedColumns {
  texts: readonly string[]
  /** Behind the texts. */
  numbers: readonly string[]
  /** Of these texts the beginning is what counts. */
  heads?: readonly string[]
  /** They are short: what stands between them in other pages is passed over. */
  sparse?: boolean
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

/** With the session that it is of: an index leads to another's message when it is damaged. */
export function messageSql(table: Table, maxBytes: number): RowSql {
  return rowSql(
    'messages',
    [...MESSAGE_COLUMNS, 'tool_call_id', 'display_kind', 'session_id'],
    table,
    maxBytes,
  )
}

/**
 * SQL for the messages behind row `?1` in the order of their rows. Behind the columns of a message stand the row's
 * number, its session, whether it is too long (then it is without the texts that make it so), and its flags.
 */
export function messagesSql({ column, rowId }: Table, maxBytes: number): string {
  const short = (name: string) =>
    `CASE WHEN octet_length(${column(name)}) <= ${maxBytes} THEN ${column(name)} END`
  const present = MESSAGE_COLUMNS.map((name) => (LONG_COLUMNS.includes(name) ? short(name) : column(name)))
  const more = `${rowId}, session_id, ${bytesOf(TEXT_COLUMNS.map(column))} > ${maxBytes}, ${FLAG_COLUMNS.map(column).join(', ')}`
  return `SELECT ${present.join(', ')}, ${more} FROM main.messages WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}

/** Where `messagesSql` has what stands behind a message. */
export const MESSAGES_ROW_ID = MESSAGE_COLUMNS.length
export const MESSAGES_SESSION_ID = MESSAGES_ROW_ID + 1
export const MESSAGES_TOO_LONG = MESSAGES_ROW_ID + 2
const MESSAGES_FLAGS = MESSAGES_ROW_ID + 3
const MESSAGES_TIMESTAMP = MESSAGE_COLUMNS.indexOf('timestamp')
const FLAG_COLUMNS = ['active', 'compacted', 'display_kind']

const bytesOf = (columns: string[]) => columns.map((value) => `IFNULL(octet_length(${value}), 0)`).join(' + ')

/** Returns SQL for a row of a table: `columns` of it, unless it has more than `max` bytes. */
export function rowSql(name: string, columns: string[], { column, rowId }: Table, max: number): RowSql {
  const present = columns.map(column)
  const from = `FROM main.${name} WHERE ${rowId} = ?1`
  return {
    read: `SELECT ${present.join(', ')} ${from} AND ${bytesOf(present)} <= ${max}`,
    exists: `SELECT 1 ${from}`,
  }
}

/** SQL for how a message opens, by its row number: see `openingSql` and `openingTextSql`. */
export function openingOfRowSql({ rowId, column }: Table, maxBytes: number, flagged: boolean): string {
  const opening = flagged ? openingTextSql(maxBytes, column('display_kind')) : openingSql(maxBytes)
  return `SELECT ${opening} FROM main.messages WHERE ${rowId} = ?1`
}

/** The preview that this opening makes, and null when it is not eligible: the next one is to be asked. */
export function previewFrom(opening: string | null, flagged: boolean): string | null {
  if (opening === null || !flagged) return opening === null ? null : previewOf(opening)
  const source = previewSource(contentText(opening))
  return source === null ? null : previewOfSource(source)
}

/** The message in the current row of `messageSql`, with the call that it answers. As `sweptMessageFrom`. */
export function messageFrom(row: Statement, flagged: boolean): MessageRow {
  const toolCallId = row.text(CALL_ID_COLUMN)
  const displayKind = flagged ? row.text(DISPLAY_KIND_COLUMN) : undefined
  return Object.assign(messageIn(row, displayKind), { toolCallId })
}

/** The message in the current row of `messagesSql`. Its texts are valid as `Statement.textInPlace` says. */
export function sweptMessageFrom(row: Statement, flagged: boolean): MessageRow {
  return messageIn(row, flagged ? row.text(MESSAGES_FLAGS + 2) : undefined)
}

/** The flags of the current row of `messagesSql`, and when it was written. */
export function sweptFlagsFrom(row: Statement): TimedFlags {
  return {
    active: row.number(MESSAGES_FLAGS),
    compacted: row.number(MESSAGES_FLAGS + 1),
    timestamp: row.number(MESSAGES_TIMESTAMP),
  }
}

export interface TimedFlags extends RowFlags {
  timestamp: number | null
}

/** What preview may be made of a message: see `Message.preview`. `content`: where its text lies, if it is one. */
export function previewFlag(displayKind: string | null, content: Utf8Text | null): MessagePreview {
  if (displayKind === 'hidden') return 'hidden'
  return content !== null && content.memory[content.begin] === 0 && content.byteLength > 0 ? 'empty' : 'shown'
}

/** `displayKind`: undefined where messages have no `active`. */
function messageIn(row: Statement, displayKind: string | null | undefined): MessageRow {
  const content = row.textBegin(1)
  const toolCalls = row.textBegin(3)
  const message: MessageRow = {
    role: row.text(0),
    content: content === null ? row.value(1) : null,
    toolName: row.text(2),
    toolCalls: toolCalls === null ? (bytesAsText(row.value(3)) ?? row.text(3)) : null,
    timestamp: row.number(4),
    id: row.number(5),
    toolCallId: null,
    counts: undefined,
    preview: undefined,
  }
  // Last: nothing else may be asked of the row behind them.
  const text = content === null ? null : row.textInPlace(1, content)
  if (displayKind !== undefined) message.preview = previewFlag(displayKind, text)
  if (text !== null) message.content = contentFrom(text)
  if (toolCalls !== null) message.toolCalls = row.textInPlace(3, toolCalls)
  return message
}

/** A blob as text in UTF-8: Python's `json.loads` takes bytes for the text that they encode. Null for other values. */
export function bytesAsText(value: unknown): Utf8Text | null {
  return value instanceof Uint8Array ? new Utf8Text(value, 0, value.length) : null
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
