import type { LiveRecord } from '../sessions/live/live-record.ts'

/** A streaming turn. Times are Unix seconds. */
export interface LiveStream {
  session_id: string
  stream_id: string
  started_at: number
  expires_at: number
}

/** Live sessions, and streaming turns. */
export class LiveTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM live_sessions').one().n
  }

  get(id: string): LiveRecord | null {
    return this.#records('SELECT record FROM live_sessions WHERE session_id = ?', id)[0] ?? null
  }

  all(): LiveRecord[] {
    return this.#records('SELECT record FROM live_sessions')
  }

  /** Returns the existing sessions among these ids. */
  some(ids: readonly string[]): LiveRecord[] {
    const wanted = 'SELECT value FROM json_each(?)'
    return this.#records(
      `SELECT record FROM live_sessions WHERE session_id IN (${wanted})`,
      JSON.stringify(ids),
    )
  }

  put(record: LiveRecord): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO live_sessions (session_id, record) VALUES (?, ?)',
      record.id,
      JSON.stringify(record),
    )
  }

  /** Removes a session and its turn. Returns whether it existed. */
  remove(id: string): boolean {
    this.endStream(id)
    return this.#sql.exec('DELETE FROM live_sessions WHERE session_id = ?', id).rowsWritten > 0
  }

  /** Whether another session has the title. */
  hasTitle(title: string, exceptId: string): boolean {
    const rows = this.#sql.exec(
      "SELECT 1 FROM live_sessions WHERE record ->> '$.title' = ? AND session_id <> ?",
      title,
      exceptId,
    )
    return rows.toArray().length > 0
  }

  /** Returns the titles of other sessions that start with `prefix`. */
  titlesBeginning(prefix: string, exceptId: string): string[] {
    const rows = this.#sql.exec<{ title: string }>(
      `SELECT record ->> '$.title' AS title FROM live_sessions
       WHERE record ->> '$.title' >= ?1 AND record ->> '$.title' < ?1 || char(1114111) AND session_id <> ?2`,
      prefix,
      exceptId,
    )
    return Array.from(rows, ({ title }) => title)
  }

  /** Starts a turn, or renews the one of this name. Removes expired ones. */
  stream(sessionId: string, streamId: string, now: number, expiresAt: number): void {
    this.#sql.exec('DELETE FROM live_streams WHERE expires_at <= ?', now)
    this.#sql.exec(
      `INSERT INTO live_streams (session_id, stream_id, started_at, expires_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (session_id) DO UPDATE SET
         started_at = iif(stream_id = ?2, started_at, ?3), stream_id = ?2, expires_at = ?4`,
      sessionId,
      streamId,
      now,
      expiresAt,
    )
  }

  /** Ends the turn of a session: the named one, or any if no name is given. */
  endStream(sessionId: string, streamId: string | null = null): void {
    this.#sql.exec(
      'DELETE FROM live_streams WHERE session_id = ?1 AND (?2 IS NULL OR stream_id = ?2)',
      sessionId,
      streamId,
    )
  }

  streams(now: number): LiveStream[] {
    return this.#sql
      .exec<{ [Key in keyof LiveStream]: LiveStream[Key] }>(
        'SELECT session_id, stream_id, started_at, expires_at FROM live_streams WHERE expires_at > ? ORDER BY session_id',
        now,
      )
      .toArray()
  }

  #records(query: string, ...values: string[]): LiveRecord[] {
    return Array.from(this.#sql.exec<{ record: string }>(query, ...values), ({ record }) =>
      JSON.parse(record),
    )
  }
}
