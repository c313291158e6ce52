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
 * A row of `messages`. `id` is the table's own, `timestamp` is in Unix seconds. Text is a view into SQLite's memory: it
 * is valid until the visit ends or SQLite is called.
 */
export interface MessageRow extends Message {
  id: number | null
  timestamp: number | null
  /**
   * The id of the call that a tool's message answers, as its provider wrote it. Null in a sweep, which does not read
   * it.
   */
  toolCallId: string | null
}

/** In the order in which `messageFrom` reads them. */
const MESSAGE_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls', 'timestamp', 'id']
/** The column after them in `messageSql`. */
const CALL_ID_COLUMN = MESSAGE_COLUMNS.length
const DISPLAY_KIND_COLUMN = CALL_ID_COLUMN + 1
export const MESSAGE_SESSION_ID = CALL_ID_COLUMN + 2

/** Those of them that are text, and those whose text may be long: only these are measured. */
const TEXT_COLUMNS = ['role', 'content', 'tool_name', 'tool_calls']
const LONG_COLUMNS = ['content', 'tool_calls']

/** Columns to read, in lower case and in reading order. */
export interface WantedColumns {
  texts: readonly string[]
  /** They follow the texts. */
  numbers: readonly string[]
  /** Texts whose beginning matters. */
  heads?: readonly string[]
  /** The columns are short: pages between them are skipped. */
  sparse?: boolean
}

/** The values of a row, by the position of its columns. */
export interface RowValues {
  /** Returns text as it is, numbers as SQLite formats them; null for NULL and for blobs. */
  text(column: number): string | null
  /** Returns a finite number, or null for everything else. */
  number(column: number): number | null
}

/** SQL for one row of a table by its number, `?1`. */
export interface RowSql {
  /** Returns the row, unless its text is longer than the limit: lengths are known without reading the values. */
  read: string
  /** Returns whether the row exists, however long its text. */
  exists: string
}

/** Returns SQL for a message with its session: a damaged index may lead to a message of another one. */
export function messageSql(table: Table, maxBytes: number): RowSql {
  return rowSql(
    'messages',
    [...MESSAGE_COLUMNS, 'tool_call_id', 'display_kind', 'session_id'],
    table,
    maxBytes,
  )
}

/**
 * Returns SQL for the messages after row `?1` in row order. The columns of a message are followed by its row number,
 * its session, whether it is too long (in which case it lacks the texts that make it so), and its flags.
 */
export function messagesSql({ column, rowId }: Table, maxBytes: number): string {
  const short = (name: string) =>
    `CASE WHEN octet_length(${column(name)}) <= ${maxBytes} THEN ${column(name)} END`
  const present = MESSAGE_COLUMNS.map((name) => (LONG_COLUMNS.includes(name) ? short(name) : column(name)))
  const more = `${rowId}, session_id, ${bytesOf(TEXT_COLUMNS.map(column))} > ${maxBytes}, ${FLAG_COLUMNS.map(column).join(', ')}`
  return `SELECT ${present.join(', ')}, ${more} FROM main.messages WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}

/** Positions in `messagesSql` of the columns after a message. */
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

/** Returns SQL for how a message opens, by its row number: see `openingSql` and `openingTextSql`. */
export function openingOfRowSql({ rowId, column }: Table, maxBytes: number, flagged: boolean): string {
  const opening = flagged ? openingTextSql(maxBytes, column('display_kind')) : openingSql(maxBytes)
  return `SELECT ${opening} FROM main.messages WHERE ${rowId} = ?1`
}

/** Returns the preview made of this opening; null if it is not eligible, and the next one must be tried. */
export function previewFrom(opening: string | null, flagged: boolean): string | null {
  if (opening === null || !flagged) return opening === null ? null : previewOf(opening)
  const source = previewSource(contentText(opening))
  return source === null ? null : previewOfSource(source)
}

/** Returns the message in the current row of `messageSql`, with the call that it answers. Like `sweptMessageFrom`. */
export function messageFrom(row: Statement, flagged: boolean): MessageRow {
  const toolCallId = row.text(CALL_ID_COLUMN)
  const displayKind = flagged ? row.text(DISPLAY_KIND_COLUMN) : undefined
  return Object.assign(messageIn(row, displayKind), { toolCallId })
}

/** Returns the message in the current row of `messagesSql`. Its texts are valid as `Statement.textInPlace` says. */
export function sweptMessageFrom(row: Statement, flagged: boolean): MessageRow {
  return messageIn(row, flagged ? row.text(MESSAGES_FLAGS + 2) : undefined)
}

/** Returns the flags of the current row of `messagesSql`, and its timestamp. */
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

/** Returns which preview may be made of a message: see `Message.preview`. `content`: its text, if it is one. */
export function previewFlag(displayKind: string | null, content: Utf8Text | null): MessagePreview {
  if (displayKind === 'hidden') return 'hidden'
  return content !== null && content.memory[content.begin] === 0 && content.byteLength > 0 ? 'empty' : 'shown'
}

/** `displayKind`: undefined if messages have no `active`. */
function messageIn(row: Statement, displayKind: string | null | undefined): MessageRow {
  const content = row.textBegin(1)
  const toolCalls = row.textBegin(3)
  const message: MessageRow = {
    role: row.text(0),
    content: content === null ? row.value(1) : null,
    toolName: row.text(2) ?? textOfBlob(row.value(2))?.toString() ?? null,
    toolCalls: toolCalls === null ? (row.text(3) ?? textOfBlob(row.value(3))) : null,
    timestamp: row.number(4),
    id: row.number(5),
    toolCallId: null,
    counts: undefined,
    preview: undefined,
  }
  // Last, since a later read of the row would invalidate it.
  const text = content === null ? null : row.textInPlace(1, content)
  if (displayKind !== undefined) message.preview = previewFlag(displayKind, text)
  if (text !== null) message.content = contentFrom(text)
  if (toolCalls !== null) message.toolCalls = row.textInPlace(3, toolCalls)
  return message
}

/** Returns a blob where text is expected, as Hermes reads it: as UTF-8. Null for anything but a blob. */
export function textOfBlob(value: unknown): Utf8Text | null {
  return value instanceof Uint8Array ? new Utf8Text(value, 0, value.length) : null
}

/** The prefix of the JSON of a multimodal message. */
const JSON_MARK = '\0json:'

/** Returns the content of a message: text as it is, or decoded if it is marked as JSON. */
export function contentFrom(text: Utf8Text): Content {
  if (text.memory[text.begin] !== 0 || text.byteLength === 0) return text
  const value = text.toString()
  if (!value.startsWith(JSON_MARK)) return text
  try {
    return parseJson(value.slice(JSON_MARK.length))
  } catch (error) {
    // JSON that is nested too deeply is not accepted either.
    if (error instanceof SyntaxError || error instanceof RangeError) return text
    throw error
  }
}
