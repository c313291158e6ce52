import type { CheckedMessages } from './checked-messages.ts'
import type { Connection } from './connection.ts'
import type { StoredFile } from './header.ts'
import { beyond } from './limits.ts'
import { type MessagePlace, type MessageRows, SqlMessages } from './message-rows.ts'
import type { RowId } from './row-id.ts'
import {
  MESSAGE_SESSION_ID,
  type MessageRow,
  messageFrom,
  messageSql,
  openingOfRowSql,
  type Previews,
  type RowSql,
  type RowValues,
  SESSION_VALUES,
  type SessionRow,
  sessionFrom,
  sessionSql,
} from './rows.ts'
import type { Schema, Table } from './schema.ts'
import { sessionFinder } from './session-index.ts'
import { sessionMessages } from './session-messages.ts'
import { SessionWarnings } from './session-warnings.ts'
import { SQLITE_CORRUPT, type Statement } from './statement.ts'
import { MESSAGE_VALUES, StoredMessages } from './stored-messages.ts'
import { StoredRows } from './stored-rows.ts'

/**
 * Single rows of a history, and which come next. Each method can be made again after it threw MissingBytes; no
 * statement is in use between calls.
 */
export class TableReader {
  /** Whether messages have an id, by which those of one time are ordered. */
  readonly messagesHaveId: boolean
  readonly messages: MessageRows
  readonly warnings = new SessionWarnings()
  readonly #connection: Connection
  readonly #ofSessions: CheckedMessages
  readonly #findSession: (id: string) => RowId | null
  readonly #sessions: StoredRows
  readonly #bySession: StoredMessages
  readonly #sessionSql: RowSql
  readonly #messageSql: RowSql
  readonly #openingSql: string
  readonly #nextMessagesSql: string

  constructor(connection: Connection, schema: Schema, file: StoredFile) {
    this.#connection = connection
    const { sessions, messages } = schema
    this.messages = storedMessages(connection, messages, file)
    this.#sessions = new StoredRows(connection, file, sessions, SESSION_VALUES)
    this.#bySession = storedMessages(connection, messages, file)
    this.#ofSessions = sessionMessages(connection, schema)
    this.#findSession = sessionFinder(connection, sessions, (rowId) =>
      this.#session(rowId, (row) => row.text(0)),
    )
    const { ROW_MAX_BYTES } = connection.limits
    this.#sessionSql = sessionSql(sessions, ROW_MAX_BYTES)
    this.#messageSql = messageSql(messages, ROW_MAX_BYTES)
    this.#openingSql = openingOfRowSql(messages, ROW_MAX_BYTES)
    this.messagesHaveId = messages.column('id') === 'id'
    this.#nextMessagesSql = inRowOrder('messages', messages.rowId, ', session_id')
  }

  /** The number of the first row of `sessions` behind this one, or null. */
  nextSession(after: RowId): RowId | null {
    return this.#sessions.goBehind(after)
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
    return this.#session(rowId, (row) => {
      const id = this.#idIn(row)
      if (id === null) return null
      const lastTimestamp = this.#ofSessions.lastTimestamp(id)
      return sessionFrom(row, id, { lastTimestamp, opening: () => this.#ofSessions.opening(id) }, previews)
    })
  }

  /** The session in a row without what its messages say: no preview, and active last when it started. */
  sessionRow(rowId: RowId): SessionRow | null {
    return this.#session(rowId, (row) => {
      const id = this.#idIn(row)
      return id === null
        ? null
        : sessionFrom(row, id, { lastTimestamp: null, opening: () => null }, 'untitled')
    })
  }

  /** The id in a row of `sessions`; null for none, and for one that is cut: no message has that. */
  #idIn(row: RowValues): string | null {
    const id = row.text(0)
    if (!id || (row === this.#sessions && this.#sessions.isCut(0))) return null
    if (row === this.#sessions && this.#sessions.anyCut) this.warnings.add(id, 'row_cut')
    return id
  }

  /** How a message opens, or null when it is no user message with content. */
  opening(rowId: RowId): string | null {
    return this.#connection.row(this.#openingSql, rowId, (row) => row.text(0))
  }

  /** Visits a message of this session. True when some of it was left out: its row is over the limit. */
  visitMessage(rowId: RowId, sessionId: string, visit: (message: MessageRow) => void): boolean {
    const message = this.#bySession.messageAt(rowId, sessionId)
    if (message === null) this.#row(this.#messageSql, rowId, (row) => visit(this.#messageOf(sessionId, row)))
    else visit(message)
    return message !== null && this.#bySession.cutThere
  }

  #messageOf(sessionId: string, row: Statement): MessageRow {
    if (row.text(MESSAGE_SESSION_ID) !== sessionId) throw this.#connection.failure(SQLITE_CORRUPT)
    return messageFrom(row)
  }

  /** The rows of a session's messages by timestamp, then id. @throws LaurelError `too_many_messages` */
  rowIds(sessionId: string): RowId[] {
    return this.#ofSessions.rowIds(sessionId)
  }

  /** Forgets what was read. Nothing may be asked any more. */
  clear(): void {
    this.messages.clear()
    this.#bySession.clear()
    this.#sessions.clear()
  }

  /** At best it is the one that `nextSession` went to. */
  #session<T>(rowId: RowId, read: (row: RowValues) => T): T {
    const stored = this.#sessions
    if (!stored.goTo(rowId)) throw this.#connection.failure(SQLITE_CORRUPT)
    return stored.sure ? read(stored) : this.#row(this.#sessionSql, rowId, read)
  }

  /** A row that another row or an index named: when it isn't there, the file is damaged. */
  #row<T>(sql: RowSql, rowId: RowId, read: (row: Statement) => T): T {
    // Wrapped, since what is read may be null.
    const found = this.#connection.row(sql.read, rowId, (row) => ({ read: read(row) }))
    if (found !== null) return found.read
    const exists = this.#connection.row(sql.exists, rowId, () => true)
    if (exists) throw beyond.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
    throw this.#connection.failure(SQLITE_CORRUPT)
  }
}

/** From the pages of the file where that can be. */
function storedMessages(connection: Connection, messages: Table, file: StoredFile): StoredMessages {
  const rows = new StoredRows(connection, file, messages, MESSAGE_VALUES)
  return new StoredMessages(connection, rows, new SqlMessages(connection, messages))
}

function inRowOrder(table: string, rowId: string, more: string): string {
  return `SELECT ${rowId}${more} FROM main.${table} WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}
