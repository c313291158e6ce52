import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
import {
  MESSAGES_ROW_ID,
  MESSAGES_SESSION_ID,
  MESSAGES_TOO_LONG,
  type MessageRow,
  messageFrom,
  messageSql,
  messagesSql,
  openingOfRowSql,
  type Previews,
  type RowSql,
  type SessionRow,
  sessionFrom,
  sessionSql,
  sweptMessageFrom,
} from './rows.ts'
import type { Schema } from './schema.ts'
import { sessionFinder } from './session-index.ts'
import { type SessionMessages, sessionMessages } from './session-messages.ts'
import { LOWEST, type RowId, SQLITE_CORRUPT, type Statement } from './statement.ts'

/** Where a message is, and whose it is. */
export interface MessagePlace {
  rowId: RowId
  sessionId: string | null
}

/**
 * Single rows of a history, and which come next. Each method can be made again after it threw MissingBytes; no
 * statement is in use between calls.
 */
export class TableReader {
  /** Whether messages have an id, by which those of one time are ordered. */
  readonly messagesHaveId: boolean
  readonly #connection: Connection
  readonly #messages: SessionMessages
  readonly #findSession: (id: string) => RowId | null
  readonly #sessionSql: RowSql
  readonly #messageSql: RowSql
  readonly #messagesSql: string
  readonly #openingSql: string
  readonly #nextSessionSql: string
  readonly #nextMessagesSql: string
  /** Where `#messagesSql` is, and the row before. */
  #place: MessagePlace | undefined
  #behind: RowId = LOWEST

  constructor(connection: Connection, schema: Schema) {
    this.#connection = connection
    this.#messages = sessionMessages(connection, schema)
    this.#findSession = sessionFinder(connection, schema.sessions)
    const { sessions, messages } = schema
    const { ROW_MAX_BYTES } = connection.limits
    this.#sessionSql = sessionSql(sessions, ROW_MAX_BYTES)
    this.#messageSql = messageSql(messages, ROW_MAX_BYTES)
    this.#messagesSql = messagesSql(messages, ROW_MAX_BYTES)
    this.#openingSql = openingOfRowSql(messages, ROW_MAX_BYTES)
    this.messagesHaveId = messages.column('id') === 'id'
    this.#nextSessionSql = inRowOrder('sessions', sessions.rowId, '')
    this.#nextMessagesSql = inRowOrder('messages', messages.rowId, ', session_id')
  }

  /** The number of the first row of `sessions` behind this one, or null. */
  nextSession(after: RowId): RowId | null {
    let next: RowId | null = null
    this.#connection.ascending(this.#nextSessionSql, after, (_, rowId) => {
      next = rowId
      return false
    })
    return next
  }

  /** The next rows of `messages` behind this one, at most `count`. Their content is not read. */
  nextMessages(after: RowId, count: number): MessagePlace[] {
    const places: MessagePlace[] = []
    this.#connection.ascending(this.#nextMessagesSql, after, (row, rowId) => {
      places.push({ rowId, sessionId: row.text(1) })
      return places.length < count
    })
    return places
  }

  /** The number of the first row of `sessions` with this id, or null. */
  findSession(id: string): RowId | null {
    return this.#findSession(id)
  }

  /** The session in a row, or null when it has no id. @throws LaurelError `row_too_large` */
  session(rowId: RowId, previews: Previews): SessionRow | null {
    return this.#row(this.#sessionSql, rowId, (row) => {
      const id = row.text(0)
      if (!id) return null
      const lastTimestamp = this.#messages.lastTimestamp(id)
      return sessionFrom(row, id, { lastTimestamp, opening: () => this.#messages.opening(id) }, previews)
    })
  }

  /** The session in a row without what its messages say: no preview, and active last when it started. */
  sessionRow(rowId: RowId): SessionRow | null {
    return this.#row(this.#sessionSql, rowId, (row) => {
      const id = row.text(0)
      return id ? sessionFrom(row, id, { lastTimestamp: null, opening: () => null }, 'untitled') : null
    })
  }

  /** How a message opens, or null when it is no user message with content. */
  opening(rowId: RowId): string | null {
    return this.#connection.row(this.#openingSql, rowId, (row) => row.text(0))
  }

  /** Visits a message of this session. @throws LaurelError `row_too_large` */
  visitMessage(rowId: RowId, sessionId: string, visit: (message: MessageRow) => void): void {
    this.#row(this.#messageSql, rowId, (row) => visit(messageFrom(row)), sessionId)
  }

  /**
   * Goes to the next row of `messages` behind this one, or null at the end. Cheap from row to row: the statement
   * stays where it is in between, until `rest`. All of the row is read.
   */
  goBehind(after: RowId): MessagePlace | null {
    if (this.#place !== undefined && this.#behind === after) return this.#place
    const statement = this.#connection.statement(this.#messagesSql)
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

  /**
   * The message in the row that `goBehind` went to. It is valid until anything else is asked.
   * @throws LaurelError `row_too_large`
   */
  messageThere(): MessageRow {
    const statement = this.#connection.statement(this.#messagesSql)
    if (statement.number(MESSAGES_TOO_LONG) !== 0)
      throw beyond.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
    return sweptMessageFrom(statement)
  }

  /** Lets go of the row that `goBehind` went to. */
  rest(): void {
    if (this.#place !== undefined) this.#connection.statement(this.#messagesSql).reset()
    this.#place = undefined
  }

  /** The rows of a session's messages by timestamp, then id. @throws LaurelError `too_many_messages` */
  rowIds(sessionId: string): RowId[] {
    return this.#messages.rowIds(sessionId)
  }

  /** A row that another row or an index named: when it isn't there, the file is damaged. */
  #row<T>(sql: RowSql, rowId: RowId, read: (row: Statement) => T, text?: string): T {
    // Wrapped, since what is read may be null.
    const found = this.#connection.row(sql.read, rowId, (row) => ({ read: read(row) }), text)
    if (found !== null) return found.read
    const exists = this.#connection.row(sql.exists, rowId, () => true, text)
    if (exists) throw beyond.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
    throw this.#connection.failure(SQLITE_CORRUPT)
  }
}

function inRowOrder(table: string, rowId: string, more: string): string {
  return `SELECT ${rowId}${more} FROM main.${table} WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}
