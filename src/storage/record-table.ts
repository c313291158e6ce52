import type { StoredRecord } from '../scan/stored-record.ts'

/** As much of a record as tells its place in a list, and where it is kept. */
export interface RecordLink extends Record<string, SqlStorageValue> {
  /** The history it is of. */
  history: string
  session_id: string
  id: string
  source: string | null
  started_at: number | null
  ended_at: number | null
  last_active: number | null
  end_reason: string | null
  parent_session_id: string | null
  marks: string | null
  session_key: string | null
}

/** As much of a record as lists are searched and ordered by. */
export interface RecordDetails extends Record<string, SqlStorageValue> {
  history: string
  session_id: string
  title: string | null
  preview: string
  message_count: number | null
  input_tokens: number | null
  output_tokens: number | null
  estimated_cost_usd: number | null
}

interface RecordRow extends Record<string, SqlStorageValue> {
  facts: string
  uses: string
}

/** What lists and insights are made of: beside the checkpoint of a session, its record. */
export class RecordTable {
  readonly #sql: SqlStorage
  #version = 0

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Another one after each write, as long as the object lives. */
  get version(): number {
    return this.#version
  }

  put(source: string, sessionId: string, { facts, uses }: StoredRecord): void {
    this.#version++
    this.#sql.exec(
      'INSERT OR REPLACE INTO session_records (source, session_id, facts, uses) VALUES (?, ?, ?, ?)',
      source,
      sessionId,
      facts,
      uses,
    )
  }

  setFacts(source: string, sessionId: string, facts: string): void {
    this.#version++
    this.#sql.exec(
      'UPDATE session_records SET facts = ? WHERE source = ? AND session_id = ?',
      facts,
      source,
      sessionId,
    )
  }

  remove(source: string, sessionId: string): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records WHERE source = ? AND session_id = ?', source, sessionId)
  }

  removeSource(source: string): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records WHERE source = ?', source)
  }

  rename(from: string, to: string): void {
    this.#version++
    this.#sql.exec('UPDATE session_records SET source = ? WHERE source = ?', to, from)
  }

  clear(): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records')
  }

  /** Drops those whose sessions have no checkpoint. */
  dropStray(): void {
    this.#version++
    this.#sql.exec(
      `DELETE FROM session_records WHERE NOT EXISTS (SELECT 1 FROM checkpoints
         WHERE checkpoints.source = session_records.source
           AND checkpoints.session_id = session_records.session_id)`,
    )
  }

  /** The links of all sessions of a history, or of all histories. */
  links(source: string | null): RecordLink[] {
    return this.#sql
      .exec<RecordLink>(
        `SELECT source AS history, session_id, id, platform AS source, started_at, ended_at, last_active,
           end_reason, parent_session_id, facts ->> 17 AS marks, facts ->> 18 AS session_key
         FROM session_records WHERE ?1 IS NULL OR source = ?1`,
        source,
      )
      .toArray()
  }

  /** The details of all sessions of a history, or of all histories. */
  details(source: string | null): Iterable<RecordDetails> {
    return this.#sql.exec<RecordDetails>(
      `SELECT source AS history, session_id, facts ->> 8 AS title, uses ->> 0 AS preview,
         facts ->> 9 AS message_count, facts ->> 11 AS input_tokens, facts ->> 12 AS output_tokens,
         facts ->> 15 AS estimated_cost_usd
       FROM session_records WHERE ?1 IS NULL OR source = ?1`,
      source,
    )
  }

  /** What the session of an id is called where it is kept, if that is something else: see `reportedSession`. */
  namesOf(id: string): string[] {
    const rows = this.#sql.exec<{ session_id: string }>(
      'SELECT DISTINCT session_id FROM session_records WHERE id = ?1 AND session_id <> ?1',
      id,
    )
    return Array.from(rows, ({ session_id }) => session_id)
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM session_records').one().n
  }

  /** The platforms that sessions are of. */
  platforms(): string[] {
    const rows = this.#sql.exec<{ platform: string }>(
      'SELECT DISTINCT platform FROM session_records WHERE platform IS NOT NULL',
    )
    return Array.from(rows, ({ platform }) => platform)
  }

  /** Those of these sessions that any history has. */
  among(ids: readonly string[]): string[] {
    const rows = this.#sql.exec<{ id: string }>(
      'SELECT id FROM session_records WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    return Array.from(rows, ({ id }) => id)
  }

  get(source: string, sessionId: string): StoredRecord | null {
    const rows = this.#sql.exec<RecordRow>(
      'SELECT facts, uses FROM session_records WHERE source = ? AND session_id = ?',
      source,
      sessionId,
    )
    return rows.toArray()[0] ?? null
  }

  /**
   * The sessions of a platform by their ids, or all of them with the newest first, that started since: in the order in
   * which Hermes reads them for a report. Unix seconds.
   */
  startedSince(begin: number, platform: string | null): Iterable<StoredRecord> {
    return this.#sql.exec<RecordRow>(
      `SELECT facts, uses FROM session_records WHERE started_at >= ?1 AND (?2 IS NULL OR platform = ?2)
       ORDER BY CASE WHEN ?2 IS NULL THEN -started_at END, id`,
      begin,
      platform,
    )
  }

  /** A page of records in the order of their keys, behind the given one. */
  page(
    after: { source: string; session_id: string },
    limit: number,
  ): (StoredRecord & { source: string; session_id: string })[] {
    return this.#sql
      .exec<RecordRow & { source: string; session_id: string }>(
        `SELECT source, session_id, facts, uses FROM session_records WHERE (source, session_id) > (?, ?)
         ORDER BY source, session_id LIMIT ?`,
        after.source,
        after.session_id,
        limit,
      )
      .toArray()
  }
}
