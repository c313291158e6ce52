import { COLUMN_TEXT_LENGTH_MAX } from '../engine/session-columns.ts'
import type { CheckedMessages } from './checked-messages.ts'
import type { Connection } from './connection.ts'
import type { Counting, RowFlags } from './counting.ts'
import type { StoredFile } from './header.ts'
import { limitExceeded } from './limits.ts'
import type { LostRows } from './lost-rows.ts'
import type { MessageEntry } from './message-order.ts'
import { type MessageRows, SqlMessages } from './message-rows.ts'
import type { RowId } from './row-id.ts'
import { rowIdentity } from './row-identity.ts'
import {
  MESSAGE_SESSION_ID,
  type MessageRow,
  messageFrom,
  messageSql,
  openingOfRowSql,
  type RowSql,
  type RowValues,
} from './rows.ts'
import type { Schema } from './schema.ts'
import { sessionFinder } from './session-index.ts'
import { sessionMessages } from './session-messages.ts'
import {
  type HermesSession,
  inSeconds,
  type Previews,
  SESSION_VALUES,
  sessionFrom,
  sessionSql,
} from './session-rows.ts'
import { SessionWarnings } from './session-warnings.ts'
import { SQLITE_CORRUPT, type Statement } from './statement.ts'
import { MESSAGE_VALUES, StoredMessages } from './stored-messages.ts'
import { StoredRows } from './stored-rows.ts'
import { type UsageOf, usageReader } from './usage-rows.ts'

const COMPARED_AT_ONCE = 2

/**
 * Reads single rows of a history, and finds the next ones. After MissingBytes, each method can be called again; no
 * statement is in use between calls.
 */
export class TableReader {
  /** Whether messages have an id, which orders those with the same time. */
  readonly messagesHaveId: boolean
  readonly messages: MessageRows
  readonly warnings = new SessionWarnings()
  /** See `Schema.flagged`. */
  readonly flagged: boolean
  readonly counting: Counting
  /** See `rowIdentity`. */
  readonly identity: (rowId: RowId) => string
  /**
   * Called when a session got its preview, with the pages of the messages that were looked at for it: 0 for one that is
   * not whole on a page.
   */
  named?: (sessionId: string, pages: readonly number[]) => void
  #openings = { sessionId: '', pages: [] as number[] }
  readonly #identities = new Map<RowId, string>()
  readonly #connection: Connection
  readonly #ofSessions: CheckedMessages
  readonly #findSession: (id: string) => RowId | null
  readonly #sessions: StoredRows
  readonly #bySession: StoredMessages
  readonly #flags: StoredRows
  readonly #sessionSql: RowSql
  readonly #messageSql: RowSql
  readonly #openingSql: string
  readonly #flagsSql: string
  readonly #usageOf: UsageOf

  constructor(connection: Connection, schema: Schema, file: StoredFile, counting: Counting) {
    this.#connection = connection
    const { sessions, messages, flagged } = schema
    this.flagged = flagged
    this.counting = counting
    this.messages = storedMessages(connection, schema, file)
    this.#sessions = new StoredRows(connection, file, sessions, SESSION_VALUES)
    this.#bySession = storedMessages(connection, schema, file)
    this.#flags = new StoredRows(connection, file, messages, { texts: [], numbers: ['active', 'compacted'] })
    const identity = rowIdentity(connection, messages)
    this.identity = (rowId) => this.#identityOf(rowId, identity)
    this.#ofSessions = sessionMessages(connection, schema, file, (rowId) => this.opening(rowId))
    this.#findSession = sessionFinder(connection, sessions, (rowId) =>
      this.#session(rowId, (row) => row.text(0)),
    )
    const { ROW_MAX_BYTES } = connection.limits
    this.#sessionSql = sessionSql(sessions, ROW_MAX_BYTES)
    this.#messageSql = messageSql(messages, ROW_MAX_BYTES)
    this.#openingSql = openingOfRowSql(messages, ROW_MAX_BYTES, flagged)
    this.messagesHaveId = messages.column('id') === 'id'
    const flags = `${messages.column('active')}, ${messages.column('compacted')}`
    this.#flagsSql = `SELECT ${flags} FROM main.messages WHERE ${messages.rowId} = ?1`
    this.#usageOf = usageReader(connection, schema.usage)
  }

  /** Returns the number of the first row of `sessions` after this one, or null. */
  nextSession(after: RowId): RowId | null {
    return this.#sessions.moveAfter(after)
  }

  /** Skips the damaged page that keeps `nextSession` from advancing past this row: see `StoredRows`. */
  passDamage(after: RowId): boolean {
    return this.#sessions.passDamage(after)
  }

  /** Returns the number of the first row of `sessions` with this id, or null. */
  findSession(id: string): RowId | null {
    return this.#findSession(id)
  }

  /** Returns the session in a row; null if it has no id. @throws LaurelError `row_too_large` */
  session(rowId: RowId, previews: Previews, usage = true): HermesSession | null {
    return this.#session(rowId, (row) => {
      const id = this.#idIn(row)
      if (id === null) return null
      const lastTimestamp = this.#ofSessions.lastTimestamp(id)
      const rows = this.#ofSessions.sums(id)
      const activity = { lastTimestamp, rows, preview: () => this.#preview(id) }
      const spent = usage ? this.#usageOf(id) : []
      return inSeconds(
        sessionFrom(row, id, this, { activity, previews, usage: spent }),
        lastTimestamp,
        this.flagged,
      )
    })
  }

  #preview(sessionId: string): string {
    if (this.#openings.sessionId !== sessionId) this.#openings = { sessionId, pages: [] }
    const preview = this.#ofSessions.preview(sessionId)
    this.named?.(sessionId, this.#openings.pages)
    return preview
  }

  /** Returns the session in a row without the values of its messages: no preview, and last active when it started. */
  sessionRow(rowId: RowId, usage: boolean): HermesSession | null {
    return this.#session(rowId, (row) => {
      const id = this.#idIn(row)
      return id === null ? null : sessionFrom(row, id, this, { usage: usage ? this.#usageOf(id) : [] })
    })
  }

  /** Returns the id in a row of `sessions`; null if it has none, or one longer than agents write. */
  #idIn(row: RowValues): string | null {
    const id = row.text(0)
    if (!id || id.length > COLUMN_TEXT_LENGTH_MAX || (row === this.#sessions && this.#sessions.isCut(0)))
      return null
    if (row === this.#sessions && this.#sessions.anyCut) this.warnings.add(id, 'row_cut')
    return id
  }

  /** Returns how a message opens; null if it is not eligible for a preview: see `StoredMessages.openingAt`. */
  opening(rowId: RowId): string | null {
    const stored = this.#bySession.openingAt(rowId)
    this.#openings.pages.push(stored === undefined ? 0 : this.#bySession.openingPage)
    if (stored !== undefined) return stored
    return this.#connection.row(this.#openingSql, rowId, (row) => row.text(0))
  }

  /** Visits a message of this session. Returns true if part of it was left out because its row is over the limit. */
  visitMessage(rowId: RowId, sessionId: string, visit: (message: MessageRow) => void): boolean {
    const message = this.#bySession.messageAt(rowId, sessionId)
    if (message === null) {
      this.#row(this.#messageSql, rowId, (row) => visit(this.#messageOf(sessionId, row)))
      return false
    }
    const cut = this.#bySession.cutThere
    visit(message)
    return cut
  }

  #messageOf(sessionId: string, row: Statement): MessageRow {
    if (row.text(MESSAGE_SESSION_ID) !== sessionId) throw this.#connection.failure(SQLITE_CORRUPT)
    return messageFrom(row, this.flagged)
  }

  /** Kept until the next call: the compared rows may be long, and must not be read in alternation. */
  #identityOf(rowId: RowId, bySqlite: (rowId: RowId) => string): string {
    const known = this.#identities.get(rowId)
    if (known !== undefined) return known
    const identity = this.#bySession.identityAt(rowId) ?? bySqlite(rowId)
    for (const oldest of this.#identities.keys()) {
      if (this.#identities.size < COMPARED_AT_ONCE) break
      this.#identities.delete(oldest)
    }
    this.#identities.set(rowId, identity)
    return identity
  }

  /** Returns the flags of a message. */
  flags(rowId: RowId): RowFlags {
    if (!this.#flags.goTo(rowId)) throw this.#connection.failure(SQLITE_CORRUPT)
    if (this.#flags.sure) return { active: this.#flags.number(0), compacted: this.#flags.number(1) }
    const read = (row: Statement) => ({ active: row.number(0), compacted: row.number(1) })
    return this.#connection.row(this.#flagsSql, rowId, read) ?? { active: null, compacted: null }
  }

  /** Returns a session's messages in order: see `SessionMessages.entries`. */
  entries(sessionId: string): readonly MessageEntry[] {
    return this.#ofSessions.entries(sessionId)
  }

  /** Whether the session has more messages than those. */
  isCut(sessionId: string): boolean {
    return this.#ofSessions.isCut(sessionId)
  }

  /** Adds to the number of its messages seen in the table, which the index is checked against. */
  saw(sessionId: string, count: number): void {
    this.#ofSessions.saw(sessionId, count)
  }

  /** Sets that number. */
  sawAll(sessionId: string, count: number): void {
    this.#ofSessions.sawAll(sessionId, count)
  }

  forgetSeen(): void {
    this.#ofSessions.forgetSeen()
  }

  /** The messages that could not be read of the table so far. */
  get lost(): Readonly<LostRows> {
    return this.#ofSessions.lost
  }

  /** Returns how many messages a session lacks that may be among the lost ones. */
  missing({ id, message_count }: HermesSession): number {
    return this.#ofSessions.missing(id, message_count ?? 0)
  }

  /** Clears the cache; the instance must not be used afterwards. */
  clear(): void {
    this.messages.clear()
    this.#bySession.clear()
    this.#flags.clear()
    this.#sessions.clear()
  }

  /** Usually it is the row that `nextSession` moved to. */
  #session<T>(rowId: RowId, read: (row: RowValues) => T): T {
    const stored = this.#sessions
    if (!stored.goTo(rowId)) throw this.#connection.failure(SQLITE_CORRUPT)
    return stored.sure ? read(stored) : this.#row(this.#sessionSql, rowId, read)
  }

  /** Reads a row that another row or an index refers to: if it does not exist, the file is damaged. */
  #row<T>(sql: RowSql, rowId: RowId, read: (row: Statement) => T): T {
    // Wrapped, since the result of `read` may be null.
    const found = this.#connection.row(sql.read, rowId, (row) => ({ read: read(row) }))
    if (found !== null) return found.read
    const exists = this.#connection.row(sql.exists, rowId, () => true)
    if (exists) throw limitExceeded.rowBytes(this.#connection.limits.ROW_MAX_BYTES)
    throw this.#connection.failure(SQLITE_CORRUPT)
  }
}

/** Returns the reader of messages from the pages of the file, if that is possible. */
function storedMessages(connection: Connection, { messages }: Schema, file: StoredFile): StoredMessages {
  const rows = new StoredRows(connection, file, messages, MESSAGE_VALUES)
  return new StoredMessages(connection, rows, new SqlMessages(connection, messages))
}
