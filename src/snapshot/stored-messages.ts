import type { Connection } from './connection.ts'
import type { MessagePlace, MessageRows } from './message-rows.ts'
import type { RowId } from './row-id.ts'
import { contentFrom, type MessageRow, previewFlag, type TimedFlags, type WantedColumns } from './rows.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import type { StoredRows } from './stored-rows.ts'

/** What a `StoredRows` of messages is to read. */
export const MESSAGE_VALUES: WantedColumns = {
  texts: ['session_id', 'role', 'content', 'tool_name', 'tool_calls', 'display_kind'],
  numbers: ['timestamp', 'id', 'active', 'compacted'],
}
const [SESSION_ID, ROLE, CONTENT, TOOL_NAME, TOOL_CALLS, DISPLAY_KIND] = [0, 1, 2, 3, 4, 5]
const [TIMESTAMP, ID, ACTIVE, COMPACTED] = [6, 7, 8, 9]

/** The same rows from the pages of the file, which takes half the time, and from SQLite where need be. */
export class StoredMessages implements MessageRows {
  readonly #rows: StoredRows
  readonly #bySqlite: MessageRows
  readonly #connection: Connection
  readonly #flagged: boolean
  #place: MessagePlace | undefined
  #sure = false

  /** `flagged`: whether messages have `active`. */
  constructor(connection: Connection, rows: StoredRows, bySqlite: MessageRows, flagged = false) {
    this.#connection = connection
    this.#flagged = flagged
    this.#rows = rows
    this.#bySqlite = bySqlite
  }

  goBehind(after: RowId): MessagePlace | null {
    const rowId = this.#rows.goBehind(after)
    if (rowId === null) return null
    this.#sure = this.#rows.sure && !this.#rows.isBlob(CONTENT)
    if (!this.#sure) {
      const place = this.#bySqlite.goBehind(after)
      if (place?.rowId !== rowId) throw this.#connection.failure(SQLITE_CORRUPT)
      return place
    }
    if (this.#place?.rowId !== rowId) this.#place = { rowId, sessionId: this.#rows.text(SESSION_ID) }
    return this.#place
  }

  messageThere(): MessageRow {
    if (!this.#sure) return this.#bySqlite.messageThere()
    const rows = this.#rows
    const content = rows.textInPlace(CONTENT)
    return {
      role: rows.text(ROLE),
      content: content && contentFrom(content),
      toolName: rows.text(TOOL_NAME),
      toolCalls: rows.textInPlace(TOOL_CALLS),
      timestamp: rows.number(TIMESTAMP),
      id: rows.number(ID),
      toolCallId: null,
      counts: undefined,
      preview: this.#flagged ? previewFlag(rows.text(DISPLAY_KIND)) : undefined,
    }
  }

  flagsThere(): TimedFlags {
    if (!this.#sure) return this.#bySqlite.flagsThere()
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
