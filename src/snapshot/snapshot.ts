import { type ByteSource, whenAtHand } from './byte-source.ts'
import { Connection } from './connection.ts'
import { checkHeader } from './header.ts'
import { type MessageRow, messageFrom, messageSql, type SessionRow, sessionFrom, sessionSql } from './rows.ts'
import { probeSchema, type Schema } from './schema.ts'
import { type SessionMessages, sessionMessages } from './session-messages.ts'
import type { Sqlite } from './sqlite.ts'
import type { RowId } from './statement.ts'

export type { MessageRow, SessionRow } from './rows.ts'

/** A history opened for reading. It holds memory until it is closed. */
export interface Snapshot {
  /** Rows of `sessions`, those without an id included. */
  readonly sessionCount: number
  /**
   * Visits every session once, newest `startedAt` first. Rows without an id are skipped, and of rows that share
   * one all but the first.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes when the source cannot fetch
   */
  listSessions(visit: (session: SessionRow) => void): Promise<void>
  /**
   * Visits the messages of a session, by timestamp, then id; none when there is no such session.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes when the source cannot fetch
   */
  readMessages(sessionId: string, visit: (message: MessageRow) => void): Promise<void>
  /** Frees what the snapshot holds. Closing again does nothing; nothing else may be called after. */
  close(): void
}

/**
 * Opens the bytes of a state.db. The source is only ever read.
 * @throws LaurelError `empty_upload`, `not_a_database`, `snapshot_encrypted`, `snapshot_truncated`,
 * `snapshot_corrupt`, `no_sessions_table`, `no_messages_table`, `missing_columns`
 * @throws MissingBytes when the source cannot fetch
 */
export async function openSnapshot(sqlite: Sqlite, source: ByteSource): Promise<Snapshot> {
  await whenAtHand(source, () => checkHeader(source))
  const connection = await whenAtHand(source, () => new Connection(sqlite, source))
  try {
    await whenAtHand(source, () => connection.configure())
    const schema = await whenAtHand(source, () => probeSchema(connection))
    const sessionCount = await whenAtHand(source, () => countSessions(connection))
    return new OpenSnapshot(source, connection, schema, sessionCount)
  } catch (error) {
    connection.close()
    throw error
  }
}

function countSessions(connection: Connection): number {
  let count = 0
  connection.rows('SELECT COUNT(*) FROM main.sessions', (row) => {
    count = row.number(0) ?? 0
  })
  return count
}

class OpenSnapshot implements Snapshot {
  readonly sessionCount: number
  readonly #source: ByteSource
  readonly #connection: Connection
  readonly #messages: SessionMessages
  readonly #newestFirstSql: string
  readonly #sessionSql: string
  readonly #messageSql: string

  constructor(source: ByteSource, connection: Connection, schema: Schema, sessionCount: number) {
    this.#source = source
    this.#connection = connection
    const { rowId } = schema.sessions
    this.#messages = sessionMessages(connection, schema)
    this.#newestFirstSql = `SELECT ${rowId} FROM main.sessions ORDER BY started_at DESC, ${rowId}`
    this.#sessionSql = sessionSql(schema.sessions)
    this.#messageSql = messageSql(schema.messages)
    this.sessionCount = sessionCount
  }

  async listSessions(visit: (session: SessionRow) => void): Promise<void> {
    const rowIds = await whenAtHand(this.#source, () => this.#newestFirst())
    const seen = new Set<string>()
    await this.#eachRow(rowIds, (rowId) => {
      const session = this.#session(rowId)
      if (session === null || seen.has(session.id)) return
      seen.add(session.id)
      return () => visit(session)
    })
  }

  async readMessages(sessionId: string, visit: (message: MessageRow) => void): Promise<void> {
    const rowIds = await whenAtHand(this.#source, () => this.#messages.rowIds(sessionId))
    await this.#eachRow(rowIds, (rowId) => {
      const message = this.#message(rowId)
      return () => visit(message)
    })
  }

  close(): void {
    this.#connection.close()
  }

  /**
   * Reads row after row, and goes on behind the last one handled when bytes had to be fetched. No statement is
   * in use while a row is handled, so a visitor may call the snapshot.
   */
  async #eachRow(rowIds: readonly RowId[], read: (rowId: RowId) => (() => void) | undefined): Promise<void> {
    let handled = 0
    await whenAtHand(this.#source, () => {
      for (let rowId = rowIds[handled]; rowId !== undefined; rowId = rowIds[handled]) {
        const visit = read(rowId)
        handled++
        visit?.()
      }
    })
  }

  #newestFirst(): RowId[] {
    const rowIds: RowId[] = []
    this.#connection.rows(this.#newestFirstSql, (row) => rowIds.push(row.rowId(0)))
    return rowIds
  }

  #session(rowId: RowId): SessionRow | null {
    const row = this.#connection.statement(this.#sessionSql)
    try {
      row.stepToRow(rowId)
      const id = row.text(0)
      if (!id) return null
      const lastTimestamp = this.#messages.lastTimestamp(id)
      return sessionFrom(row, id, { lastTimestamp, opening: this.#messages.opening(id) })
    } finally {
      row.reset()
    }
  }

  #message(rowId: RowId): MessageRow {
    const row = this.#connection.statement(this.#messageSql)
    try {
      row.stepToRow(rowId)
      return messageFrom(row)
    } finally {
      row.reset()
    }
  }
}
