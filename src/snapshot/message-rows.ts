import type { Connection } from './connection.ts'
import { limitExceeded } from './limits.ts'
import { LOWEST, type RowId } from './row-id.ts'
import {
  MESSAGES_ROW_ID,
  MESSAGES_SESSION_ID,
  MESSAGES_TOO_LONG,
  type MessageRow,
  messagesSql,
  sweptFlagsFrom,
  sweptMessageFrom,
  type TimedFlags,
} from './rows.ts'
import type { Table } from './schema.ts'
import { SQLITE_CORRUPT } from './statement.ts'

/** The row of a message, and its session. */
export interface MessagePlace {
  rowId: RowId
  sessionId: string | null
}

/** The rows of `messages`, in order. After MissingBytes, each method can be called again. */
export interface MessageRows {
  /** See `Schema.flagged`. */
  readonly flagged: boolean
  /**
   * Moves to the next row after this one; null at the end. Sequential calls are cheap: the position is kept until
   * `rest`. Overflow pages are not read if that can be avoided.
   */
  moveAfter(after: RowId): MessagePlace | null
  /**
   * Returns the message in the current row. It is valid until the next call on the history.
   * @throws LaurelError `snapshot_corrupt`; `row_too_large` if a default value is
   */
  messageThere(): MessageRow
  /** Whether part of that message was left out because its row is over the limit. */
  readonly cutThere: boolean
  /** How it opens: see `StoredMessages.openingAt`. Undefined if SQLite must be queried for it. */
  openingThere(): string | null | undefined
  /** Its flags. */
  flagsThere(): TimedFlags
  /** Releases the current row. */
  rest(): void
  /** Clears the cache; the instance must not be used afterwards. */
  clear(): void
}

/** Reads the rows with SQLite. */
export class SqlMessages implements MessageRows {
  readonly cutThere = false
  readonly #connection: Connection
  readonly flagged: boolean
  readonly #sql: string
  /** The position of the statement, and the row before it. */
  #place: MessagePlace | undefined
  #previous: RowId = LOWEST

  constructor(connection: Connection, messages: Table) {
    this.#connection = connection
    this.flagged = messages.column('active') === 'active'
    this.#sql = messagesSql(messages, connection.limits.ROW_MAX_BYTES)
  }

  moveAfter(after: RowId): MessagePlace | null {
    if (this.#place !== undefined && this.#previous === after) return this.#place
    const statement = this.#connection.statement(this.#sql)
    if (this.#place?.rowId !== after) {
      statement.reset()
      statement.bindRowId(1, after)
    }
    this.#place = undefined
    if (!statement.step()) {
      statement.reset()
      return null
    }
    const rowId = statement.rowId(MESSAGES_ROW_ID)
    if (rowId <= after) throw this.#connection.failure(SQLITE_CORRUPT)
    this.#previous = after
    this.#place = { rowId, sessionId: statement.text(MESSAGES_SESSION_ID) }
    return this.#place
  }

  messageThere(): MessageRow {
    const statement = this.#connection.statement(this.#sql)
    if (statement.number(MESSAGES_TOO_LONG) !== 0)
      throw limitExceeded.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
    return sweptMessageFrom(statement, this.flagged)
  }

  openingThere(): undefined {}

  flagsThere(): TimedFlags {
    return sweptFlagsFrom(this.#connection.statement(this.#sql))
  }

  rest(): void {
    if (this.#place !== undefined) this.#connection.statement(this.#sql).reset()
    this.#place = undefined
  }

  clear(): void {
    this.#place = undefined
  }
}
