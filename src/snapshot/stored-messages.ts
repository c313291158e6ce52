import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import { mendedJson } from './cut-json.ts'
import type { MessagePlace, MessageRows } from './message-rows.ts'
import type { RowId } from './row-id.ts'
import { contentFrom, type MessageRow, type WantedColumns } from './rows.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import type { StoredRows } from './stored-rows.ts'

/** What a `StoredRows` of messages is to read. */
export const MESSAGE_VALUES: WantedColumns = {
  texts: ['session_id', 'role', 'content', 'tool_name', 'tool_calls', 'tool_call_id'],
  numbers: ['timestamp', 'id'],
  // What is left of JSON has to be JSON: its end is of no use without its middle.
  heads: ['tool_calls'],
}
const [SESSION_ID, ROLE, CONTENT, TOOL_NAME, TOOL_CALLS, CALL_ID, TIMESTAMP, ID] = [0, 1, 2, 3, 4, 5, 6, 7]

/** The same rows from the pages of the file, which takes half the time, and from SQLite where need be. */
export class StoredMessages implements MessageRows {
  readonly #rows: StoredRows
  readonly #bySqlite: MessageRows
  readonly #connection: Connection
  #place: MessagePlace | undefined
  #sure = false

  constructor(connection: Connection, rows: StoredRows, bySqlite: MessageRows) {
    this.#connection = connection
    this.#rows = rows
    this.#bySqlite = bySqlite
  }

  goBehind(after: RowId): MessagePlace | null {
    const rowId = this.#rows.goBehind(after)
    if (rowId === null) return null
    this.#sure = this.#rows.long || (this.#rows.sure && !this.#rows.isBlob(CONTENT))
    if (!this.#sure) {
      const place = this.#bySqlite.goBehind(after)
      if (place?.rowId !== rowId) throw this.#connection.failure(SQLITE_CORRUPT)
      return place
    }
    if (this.#place?.rowId !== rowId) this.#place = { rowId, sessionId: this.#rows.text(SESSION_ID) }
    return this.#place
  }

  messageThere(): MessageRow {
    return this.#sure ? this.#message(null) : this.#bySqlite.messageThere()
  }

  get cutThere(): boolean {
    return this.#rows.anyCut
  }

  /**
   * The message in this row, with the call that it answers; null when SQLite is to be asked for it.
   * @throws LaurelError `snapshot_corrupt` when there is none of this session; MissingBytes
   */
  messageAt(rowId: RowId, sessionId: string): MessageRow | null {
    const rows = this.#rows
    if (!rows.goTo(rowId)) throw this.#connection.failure(SQLITE_CORRUPT)
    if (!rows.long && (!rows.sure || rows.isBlob(CONTENT))) return null
    if (rows.text(SESSION_ID) !== sessionId) throw this.#connection.failure(SQLITE_CORRUPT)
    return this.#message(rows.text(CALL_ID))
  }

  #message(toolCallId: string | null): MessageRow {
    const rows = this.#rows
    const content = rows.textInPlace(CONTENT)
    const toolCalls = rows.textInPlace(TOOL_CALLS) ?? (rows.long ? rows.text(TOOL_CALLS) : null)
    const cut = toolCalls instanceof Utf8Text && rows.isCut(TOOL_CALLS)
    return {
      role: rows.text(ROLE),
      content: content === null ? rows.value(CONTENT) : contentFrom(content),
      toolName: rows.text(TOOL_NAME),
      toolCalls: cut ? mended(toolCalls) : toolCalls,
      timestamp: rows.number(TIMESTAMP),
      id: rows.number(ID),
      toolCallId,
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

/** Calls as JSON, as far as they go. */
function mended({ memory, begin, end }: Utf8Text): Utf8Text {
  const json = mendedJson(memory.subarray(begin, end))
  return new Utf8Text(json, 0, json.length)
}
