import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
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

/** Where a message is, and whose it is. */
export interface MessagePlace {
  rowId: RowId
  sessionId: string | null
}

/** The rows of `messages`, one behind the other. Each method can be called again after it threw MissingBytes. */
export interface MessageRows {
  /** See `Schema.flagged`. */
  readonly flagged: boolean
  /**
   * Goes to the next row behind this one, or null at the end. Cheap from row to row: it stays where it is in
   * between, until `rest`. What lies in overflow pages is not read, where that can be.
   */
  goBehind(after: RowId): MessagePlace | null
  /**
   * The message in the row that `goBehind` went to. It is valid until anything else is asked of the history.
   * @throws LaurelError `snapshot_corrupt`; `row_too_large` when a default value is
   */
  messageThere(): MessageRow
  /** Whether some of that message was left out: its row is over the limit. */
  readonly cutThere: boolean
  /** How it opens: see `StoredMessages.openingAt`. Undefined when that is to be asked by its row. */
  openingThere(): string | null | undefined
  /** Its flags. */
  flagsThere(): TimedFlags
  /** Lets go of the row that `goBehind` went to. */
  rest(): void
  /** Forgets what was read. Nothing may be asked any more. */
  clear(): void
}

/** As SQLite reads them. */
export class SqlMessages implements MessageRows {
  readonly cutThere = false
  readonly #connection: Connection
  readonly flagged: boolean
  readonly #sql: string
  /** Where the statement is, and the row before. */
  #place: MessagePlace | undefined
  #behind: RowId = LOWEST

  constructor(connection: Connection, messages: Table) {
    this.#connection = connection
    this.flagged = messages.column('active') === 'active'
    this.#sql = messagesSql(messages, connection.limits.ROW_MAX_BYTES)
  }

  goBehind(after: RowId): MessagePlace | null {
    if (this.#place !== undefined && this.#behind === after) return this.#place
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
    this.#behind = after
    this.#place = { rowId, sessionId: statement.text(MESSAGES_SESSION_ID) }
    return this.#place
  }

  messageThere(): MessageRow {
    const statement = this.#connection.statement(this.#sql)
    if (statement.number(MESSAGES_TOO_LONG) !== 0)
      throw beyond.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
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
