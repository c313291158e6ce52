import type { Connection } from './connection.ts'
import type { Counting, RowFlags } from './counting.ts'
import type { StoredFile } from './header.ts'
import { beyond } from './limits.ts'
import type { SessionMessages } from './message-entries.ts'
import type { MessageEntry } from './message-order.ts'
import { type MessagePlace, type MessageRows, SqlMessages } from './message-rows.ts'
import type { RowId } from './row-id.ts'
import { rowIdentity } from './row-identity.ts'
import {
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
import type { Schema } from './schema.ts'
import { sessionFinder } from './session-index.ts'
import { sessionMessages } from './session-messages.ts'
import { SQLITE_CORRUPT, type Statement } from './statement.ts'
import { MESSAGE_VALUES, StoredMessages } from './stored-messages.ts'
import { StoredRows } from './stored-rows.ts'
import { inSeconds } from './times.ts'

/**
 * Single rows of a history, and which come next. Each method can be made again after it threw MissingBytes; no
 * statement is in use between calls.
 */
export class TableReader {
  /** Whether messages have an id, by which those of one time are ordered. */
  readonly messagesHaveId: boolean
  readonly messages: MessageRows
  /** See `Schema.flagged`. */
  readonly flagged: boolean
  readonly counting: Counting
  /** See `rowIdentity`. */
  readonly identity: (rowId: RowId) => string
  readonly #connection: Connection
  readonly #ofSessions: SessionMessages
  readonly #findSession: (id: string) => RowId | null
  readonly #sessions: StoredRows | null
  readonly #sessionSql: RowSql
  readonly #messageSql: RowSql
  readonly #openingSql: string
  readonly #nextSessionSql: string
  readonly #nextMessagesSql: string
  readonly #flagsSql: string

  constructor(connection: Connection, schema: Schema, file: StoredFile, counting: Counting) {
    this.#connection = connection
    const { sessions, messages, flagged } = schema
    this.flagged = flagged
    this.counting = counting
    this.messages = messageRows(connection, schema, file)
    this.identity = rowIdentity(connection, messages)
    this.#sessions = StoredRows.of(connection, file, sessions, SESSION_VALUES)
    this.#ofSessions = sessionMessages(connection, schema)
    this.#findSession = sessionFinder(connection, sessions)
    const { ROW_MAX_BYTES } = connection.limits
    this.#sessionSql = sessionSql(sessions, ROW_MAX_BYTES)
    this.#messageSql = messageSql(messages, ROW_MAX_BYTES)
    this.#openingSql = openingOfRowSql(messages, ROW_MAX_BYTES, false)
    this.messagesHaveId = messages.column('id') === 'id'
    this.#nextSessionSql = inRowOrder('sessions', sessions.rowId, '')
    const flags = `${messages.column('active')}, ${messages.column('compacted')}`
    this.#flagsSql = `SELECT ${flags} FROM main.messages WHERE ${messages.rowId} = ?1`
    this.#nextMessagesSql = inRowOrder('messages', messages.rowId, ', session_id')
  }

  /** The number of the first row of `sessions` behind this one, or null. */
  nextSession(after: RowId): RowId | null {
    if (this.#sessions !== null) return this.#sessions.goBehind(after)
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
    return this.#session(rowId, (row) => {
      const id = row.text(0)
      if (!id) return null
      const lastTimestamp = this.#ofSessions.lastTimestamp(id)
      const rows = this.#ofSessions.sums(id)
      const activity = { lastTimestamp, rows, preview: () => this.#ofSessions.preview(id) }
      return inSeconds(sessionFrom(row, id, this, { activity, previews }), lastTimestamp, this.flagged)
    })
  }

  /** The session in a row without what its messages say: no preview, and active last when it started. */
  sessionRow(rowId: RowId): SessionRow | null {
    return this.#session(rowId, (row) => {
      const id = row.text(0)
      return id ? sessionFrom(row, id, this) : null
    })
  }

  /** How a message opens, or null when it is no user message with content. Where messages have no `active`. */
  opening(rowId: RowId): string | null {
    return this.#connection.row(this.#openingSql, rowId, (row) => row.text(0))
  }

  /** Visits a message of this session. @throws LaurelError `row_too_large` */
  visitMessage(rowId: RowId, sessionId: string, visit: (message: MessageRow) => void): void {
    this.#row(this.#messageSql, rowId, (row) => visit(messageFrom(row, this.flagged)), sessionId)
  }

  /** The flags of a message; none when there is no such row. */
  flags(rowId: RowId): RowFlags {
    const read = (row: Statement) => ({ active: row.number(0), compacted: row.number(1) })
    return this.#connection.row(this.#flagsSql, rowId, read) ?? { active: null, compacted: null }
  }

  /** A session's messages in their order: see `SessionMessages.entries`. @throws LaurelError `too_many_messages` */
  entries(sessionId: string): readonly MessageEntry[] {
    return this.#ofSessions.entries(sessionId)
  }

  /** Forgets what was read. Nothing may be asked any more. */
  clear(): void {
    this.messages.clear()
    this.#sessions?.clear()
  }

  /** At best it is the one that `nextSession` went to. */
  #session<T>(rowId: RowId, read: (row: RowValues) => T): T {
    const stored = this.#sessions
    return stored?.sure && stored.rowId === rowId ? read(stored) : this.#row(this.#sessionSql, rowId, read)
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

/** From the pages of the file where that can be. */
function messageRows(connection: Connection, { messages, flagged }: Schema, file: StoredFile): MessageRows {
  const stored = StoredRows.of(connection, file, messages, MESSAGE_VALUES)
  const bySqlite = new SqlMessages(connection, messages)
  return stored === null ? bySqlite : new StoredMessages(connection, stored, bySqlite, flagged)
}

function inRowOrder(table: string, rowId: string, more: string): string {
  return `SELECT ${rowId}${more} FROM main.${table} WHERE ${rowId} > ?1 ORDER BY ${rowId}`
}
