import { contentText, openingOf } from '../engine/preview.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import { mendedJson } from './cut-json.ts'
import type { MessagePlace, MessageRows } from './message-rows.ts'
import { LOWEST, type RowId } from './row-id.ts'
import { identityOf } from './row-identity.ts'
import {
  contentFrom,
  type MessageRow,
  previewFlag,
  type TimedFlags,
  textOfBlob,
  type WantedColumns,
} from './rows.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import type { StoredRows } from './stored-rows.ts'

/** The columns that a `StoredRows` of messages reads. */
export const MESSAGE_VALUES: WantedColumns = {
  texts: ['session_id', 'role', 'content', 'tool_name', 'tool_calls', 'tool_call_id', 'display_kind'],
  numbers: ['timestamp', 'id', 'active', 'compacted'],
  // A cut value must remain JSON: its end is useless without its middle.
  heads: ['tool_calls'],
}
const [SESSION_ID, ROLE, CONTENT, TOOL_NAME, TOOL_CALLS, CALL_ID, DISPLAY_KIND] = [0, 1, 2, 3, 4, 5, 6]
const [TIMESTAMP, ID, ACTIVE, COMPACTED] = [7, 8, 9, 10]
/** In the order of `rowIdentity`. */
const COMPARED = [ROLE, CONTENT, TIMESTAMP, CALL_ID, TOOL_CALLS, TOOL_NAME]
const LONG = [CONTENT, TOOL_CALLS]

/** Reads the same rows from the pages of the file, which takes half the time, and from SQLite if necessary. */
export class StoredMessages implements MessageRows {
  readonly #rows: StoredRows
  readonly #bySqlite: MessageRows
  readonly flagged: boolean
  readonly #connection: Connection
  #place: MessagePlace | undefined
  #previous: RowId = LOWEST

  constructor(connection: Connection, rows: StoredRows, bySqlite: MessageRows) {
    this.flagged = bySqlite.flagged
    this.#connection = connection
    this.#rows = rows
    this.#bySqlite = bySqlite
  }

  moveAfter(after: RowId): MessagePlace | null {
    const rows = this.#rows
    const rowId = rows.step(after)
    if (rowId === null) return null
    this.#previous = after
    if (this.#place?.rowId === rowId) return this.#place
    let sessionId = rows.shortText(SESSION_ID)
    if (sessionId === undefined) sessionId = this.#isSure() ? rows.text(SESSION_ID) : this.#askSqlite()
    this.#place = { rowId, sessionId }
    return this.#place
  }

  messageThere(): MessageRow {
    if (this.#isSure()) return this.#message(null)
    this.#askSqlite()
    return this.#bySqlite.messageThere()
  }

  #isSure(): boolean {
    this.#rows.load()
    return this.#rows.sure
  }

  /** Moves SQLite to the current row. Returns the session of that row. */
  #askSqlite(): string | null {
    const place = this.#bySqlite.moveAfter(this.#previous)
    if (place === null || place.rowId !== this.#rows.rowId) throw this.#connection.failure(SQLITE_CORRUPT)
    return place.sessionId
  }

  get cutThere(): boolean {
    return this.#rows.anyCut
  }

  /**
   * Returns the message in this row, with the call that it answers; null if SQLite must be queried for it.
   * @throws LaurelError `snapshot_corrupt` if the row does not exist in this session; MissingBytes
   */
  messageAt(rowId: RowId, sessionId: string): MessageRow | null {
    const rows = this.#rows
    if (!this.#isSureAt(rowId)) return null
    if (rows.text(SESSION_ID) !== sessionId) throw this.#connection.failure(SQLITE_CORRUPT)
    return this.#message(rows.text(CALL_ID))
  }

  /**
   * Returns how the message in this row opens: its text if messages have `active`, otherwise its first characters. Null
   * if it is not a user's or has no content; undefined if SQLite must be queried.
   */
  openingAt(rowId: RowId): string | null | undefined {
    return this.#isSureAt(rowId) ? this.#opening() : undefined
  }

  /** The number of the page that has all of the message opened last; 0 if it goes on in others. */
  get openingPage(): number {
    return this.#rows.wholePage
  }

  openingThere(): string | null | undefined {
    return this.#isSure() ? this.#opening() : undefined
  }

  #opening(): string | null {
    const rows = this.#rows
    if (rows.text(ROLE) !== 'user') return null
    if (this.flagged && rows.text(DISPLAY_KIND) === 'hidden') return null
    const content = rows.textInPlace(CONTENT) ?? rows.value(CONTENT)
    if (content === null) return null
    return this.flagged ? contentText(content) : openingOf(content)
  }

  /** See `rowIdentity`; undefined if SQLite must be queried. For cut texts, the lengths are compared too. */
  identityAt(rowId: RowId): string | undefined {
    if (!this.#isSureAt(rowId)) return undefined
    const rows = this.#rows
    const compared = COMPARED.map((column) => rows.textInPlace(column) ?? rows.value(column))
    return identityOf([...compared, ...LONG.map((column) => rows.fullSize(column))])
  }

  #isSureAt(rowId: RowId): boolean {
    if (!this.#rows.goTo(rowId)) throw this.#connection.failure(SQLITE_CORRUPT)
    return this.#rows.sure
  }

  #message(toolCallId: string | null): MessageRow {
    const rows = this.#rows
    const content = rows.textInPlace(CONTENT)
    const toolCalls =
      rows.textInPlace(TOOL_CALLS) ?? this.#blob(TOOL_CALLS) ?? (rows.long ? rows.text(TOOL_CALLS) : null)
    const cut = toolCalls instanceof Utf8Text && rows.isCut(TOOL_CALLS)
    return {
      role: rows.text(ROLE),
      content: content === null ? rows.value(CONTENT) : contentFrom(content),
      toolName: rows.text(TOOL_NAME) ?? this.#blob(TOOL_NAME)?.toString() ?? null,
      toolCalls: cut ? mended(toolCalls) : toolCalls,
      timestamp: rows.number(TIMESTAMP),
      id: rows.number(ID),
      toolCallId,
      counts: undefined,
      preview: this.flagged ? previewFlag(rows.text(DISPLAY_KIND), content) : undefined,
    }
  }

  #blob(column: number): Utf8Text | null {
    return this.#rows.isBlob(column) ? textOfBlob(this.#rows.value(column)) : null
  }

  flagsThere(): TimedFlags {
    if (!this.#isSure()) {
      this.#askSqlite()
      return this.#bySqlite.flagsThere()
    }
    const rows = this.#rows
    return {
      active: rows.number(ACTIVE),
      compacted: rows.number(COMPACTED),
      timestamp: rows.number(TIMESTAMP),
    }
  }

  rest(): void {
    this.#bySqlite.rest()
  }

  clear(): void {
    this.#bySqlite.clear()
    this.#rows.clear()
    this.#place = undefined
  }
}

/** Returns calls as JSON, as far as they go. */
function mended({ memory, begin, end }: Utf8Text): Utf8Text {
  const json = mendedJson(memory.subarray(begin, end))
  return new Utf8Text(json, 0, json.length)
}
