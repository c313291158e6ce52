import type { SessionLink } from '../sessions/list/lineage.ts'
import type { StoredRecord } from '../sessions/stored-record.ts'
import { isPartOf, sourceIn } from './source-parts.ts'

/** The key of a record: the part of its history, and its session's id there. */
export type RecordKey = { history: string; session_id: string }

/** Returns the record in a row; null if it has none. */
export function storedRecord({
  facts,
  uses,
}: Record<keyof StoredRecord, string | null>): StoredRecord | null {
  return facts === null || uses === null ? null : { facts, uses }
}

/**
 * Holds for records whose session no other history has in a copy that counts instead. Evaluated only where there are
 * several histories.
 */
const COUNTED_ONCE = `((SELECT count(*) FROM sources) < 2 OR (history, session_id) NOT IN (
  SELECT mine.source, mine.session_id FROM checkpoints AS mine
  WHERE mine.standing = 0 AND EXISTS (
    SELECT 1 FROM checkpoints AS other
    JOIN session_records AS its ON its.history = other.source AND its.session_id = other.session_id
    WHERE other.name = mine.name AND other.standing = 1)))`

/** Holds for records of history `?1` whose session no other part of it has in a copy that goes first. */
const ONCE_IN_HISTORY = `((SELECT count(*) FROM sources WHERE ${isPartOf('name', '?1')}) < 2 OR NOT EXISTS (
  SELECT 1 FROM checkpoints AS mine
  JOIN checkpoints AS other ON other.name = mine.name AND ${isPartOf('other.source', '?1')}
    AND (other.standing, other.source) > (mine.standing, mine.source)
  JOIN session_records AS its ON its.history = other.source AND its.session_id = other.session_id
  WHERE mine.source = session_records.history AND mine.session_id = session_records.session_id))`

/** A session's place in lists, with the part of its history that it is in. */
export type PlacedSession = SessionLink & { part: string; session_id: string }

/** The data of lists and insights: a record beside each checkpoint. */
export class RecordTable {
  readonly #sql: SqlStorage
  #version = 0

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Changes with each write while the object lives. */
  get version(): number {
    return this.#version
  }

  put(history: string, sessionId: string, { facts, uses }: StoredRecord): void {
    this.#version++
    this.#sql.exec(
      'INSERT OR REPLACE INTO session_records (history, session_id, facts, uses) VALUES (?, ?, ?, ?)',
      history,
      sessionId,
      facts,
      uses,
    )
  }

  setFacts(history: string, sessionId: string, facts: string): void {
    this.#version++
    this.#sql.exec(
      'UPDATE session_records SET facts = ? WHERE history = ? AND session_id = ?',
      facts,
      history,
      sessionId,
    )
  }

  remove(history: string, sessionId: string): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records WHERE history = ? AND session_id = ?', history, sessionId)
  }

  removeHistory(history: string): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records WHERE history = ?', history)
  }

  rename(from: string, to: string): void {
    this.#version++
    this.#sql.exec('UPDATE session_records SET history = ? WHERE history = ?', to, from)
  }

  clear(): void {
    this.#version++
    this.#sql.exec('DELETE FROM session_records')
  }

  /** Drops records whose sessions have no checkpoint. */
  dropStray(): void {
    this.#version++
    this.#sql.exec(
      `DELETE FROM session_records WHERE NOT EXISTS (SELECT 1 FROM checkpoints
         WHERE checkpoints.source = session_records.history
           AND checkpoints.session_id = session_records.session_id)`,
    )
  }

  /**
   * Returns the links of all sessions of a history, or of all histories, with each session once.
   * @param details whether to read those, too: most lists need none
   */
  links(history: string | null, details: boolean): PlacedSession[] {
    return this.#sql
      .exec<PlacedSession>(
        `SELECT ${sourceIn('history')} AS history, history AS part, session_id, id, platform AS source, started_at,
           ended_at, last_active,
           end_reason, parent_session_id, facts ->> 'marks' AS marks, facts ->> 'session_key' AS session_key,
           iif(?2, facts ->> 'title', NULL) AS title, iif(?2, uses ->> 'preview', '') AS preview,
           iif(?2, facts ->> 'message_count', NULL) AS message_count,
           iif(?2, facts ->> 'input_tokens', NULL) AS input_tokens,
           iif(?2, facts ->> 'output_tokens', NULL) AS output_tokens,
           iif(?2, facts ->> 'estimated_cost_usd', NULL) AS estimated_cost_usd
         FROM session_records
         WHERE iif(?1 IS NULL, ${COUNTED_ONCE}, ${isPartOf('session_records.history', '?1')} AND ${ONCE_IN_HISTORY})`,
        history,
        Number(details),
      )
      .toArray()
  }

  /** Returns the ids under which a session is stored, if they differ from its own: see `reportedSession`. */
  namesOf(id: string): string[] {
    const rows = this.#sql.exec<{ session_id: string }>(
      'SELECT DISTINCT session_id FROM session_records WHERE id = ?1 AND session_id <> ?1',
      id,
    )
    return Array.from(rows, ({ session_id }) => session_id)
  }

  /** Whether another session has the title. */
  hasTitle(title: string, exceptId: string): boolean {
    const rows = this.#sql.exec(
      "SELECT 1 FROM session_records WHERE facts ->> 'title' = ? AND id <> ? LIMIT 1",
      title,
      exceptId,
    )
    return rows.toArray().length > 0
  }

  /** Returns the sessions that have one of these titles. */
  titled(titles: readonly string[]): { id: string; title: string }[] {
    if (titles.length === 0) return []
    return this.#sql
      .exec<{ id: string; title: string }>(
        `SELECT DISTINCT id, facts ->> 'title' AS title FROM session_records
         WHERE facts ->> 'title' IN (SELECT value FROM json_each(?))`,
        JSON.stringify(titles),
      )
      .toArray()
  }

  /** Returns the titles of other sessions that start with `prefix`. */
  titlesBeginning(prefix: string, exceptId: string): string[] {
    const rows = this.#sql.exec<{ title: string }>(
      `SELECT facts ->> 'title' AS title FROM session_records
       WHERE facts ->> 'title' >= ?1 AND facts ->> 'title' < ?1 || char(1114111) AND id <> ?2`,
      prefix,
      exceptId,
    )
    return Array.from(rows, ({ title }) => title)
  }

  /** Returns the number of records, with each session once. */
  count(): number {
    return this.#sql
      .exec<{ n: number }>(`SELECT count(*) AS n FROM session_records WHERE ${COUNTED_ONCE}`)
      .one().n
  }

  /** Whether a source has records, from any machine. */
  hasAny(source: string): boolean {
    const sql = `SELECT EXISTS (SELECT 1 FROM session_records WHERE ${isPartOf('history', '?1')}) AS found`
    return this.#sql.exec<{ found: number }>(sql, source).one().found === 1
  }

  /** Returns the platforms of all sessions, in order. Longer ones are left out, and those that are too many. */
  platforms({ length, count }: { length: number; count: number }): string[] {
    const rows = this.#sql.exec<{ platform: string }>(
      'SELECT DISTINCT platform FROM session_records WHERE length(platform) <= ? ORDER BY platform LIMIT ?',
      length,
      count,
    )
    return Array.from(rows, ({ platform }) => platform)
  }

  /** Returns those of these ids that any history has. */
  among(ids: readonly string[]): string[] {
    const rows = this.#sql.exec<{ id: string }>(
      'SELECT id FROM session_records WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    return Array.from(rows, ({ id }) => id)
  }

  get(history: string, sessionId: string): StoredRecord | null {
    const rows = this.#sql.exec<StoredRecord>(
      'SELECT facts, uses FROM session_records WHERE history = ? AND session_id = ?',
      history,
      sessionId,
    )
    return rows.toArray()[0] ?? null
  }

  /**
   * Iterates over the sessions started since `begin`, in the order in which Hermes reads them for a report: a
   * platform's sessions by id, or all sessions newest first. A session that several histories have comes once.
   * @param begin Unix seconds
   * @param end of those that started before it alone, in Unix seconds; null for all
   */
  startedSince(begin: number, platform: string | null, end: number | null = null): Iterable<StoredRecord> {
    // Sorts keys instead of records, which would all have to be in memory. The limit preserves the order through the
    // join.
    return this.#sql.exec<StoredRecord>(
      `SELECT facts, uses FROM (
         SELECT history, session_id FROM session_records
         WHERE started_at >= ?1 AND (?2 IS NULL OR platform = ?2) AND (?3 IS NULL OR started_at < ?3)
           AND ${COUNTED_ONCE}
         ORDER BY CASE WHEN ?2 IS NULL THEN -started_at END, id LIMIT -1
       ) CROSS JOIN session_records USING (history, session_id)`,
      begin,
      platform,
      end,
    )
  }

  /**
   * Returns how many sessions started since `begin`, by stretches of `step` seconds that are counted from
   * 1970-01-01T00:00:00Z. A session that several histories have comes once.
   * @param begin Unix seconds, not before 1970
   */
  starts(begin: number, step: number): { step: number; sessions: number }[] {
    return this.#sql
      .exec<{ step: number; sessions: number }>(
        `SELECT CAST(started_at / ?2 AS INTEGER) AS step, count(*) AS sessions FROM session_records
         WHERE started_at >= ?1 AND ${COUNTED_ONCE} GROUP BY step`,
        begin,
        step,
      )
      .toArray()
  }

  /** Returns when the first session of all started, in Unix seconds; null if no time is known. */
  firstStart(): number | null {
    return this.#sql
      .exec<{ first: number | null }>(
        'SELECT min(started_at) AS first FROM session_records WHERE started_at <> 0',
      )
      .one().first
  }

  /** Returns a page of records ordered by key, after the given one. */
  page(after: RecordKey, limit: number): (StoredRecord & RecordKey)[] {
    return this.#sql
      .exec<StoredRecord & RecordKey>(
        `SELECT history, session_id, facts, uses FROM session_records WHERE (history, session_id) > (?, ?)
         ORDER BY history, session_id LIMIT ?`,
        after.history,
        after.session_id,
        limit,
      )
      .toArray()
  }
}
