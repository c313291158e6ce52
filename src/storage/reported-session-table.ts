import type { ReportedChange, StoredCheckpoint } from '../scan/store.ts'

/** Whether a report has changed a session `known`: one that was committed (1), or the open one (0). */
const changedBy = (committed: 0 | 1) =>
  `EXISTS (SELECT 1 FROM reported_sessions AS change WHERE change.source = ?1
     AND change.committed = ${committed} AND change.session_id = known.session_id)`

/**
 * A value of each session of a source `?1` once what was reported is laid over its checkpoints. `?2`: whether what
 * is here counts, checkpoints and committed reports; `?3`: whether what is staged does.
 */
const overlay = (value: string) =>
  `SELECT session_id AS id, ${value} AS value FROM checkpoints AS known
     WHERE source = ?1 AND ?2 AND NOT ${changedBy(1)} AND NOT (?3 AND ${changedBy(0)})
   UNION ALL
   SELECT session_id, ${value} FROM reported_sessions AS known
     WHERE source = ?1 AND committed = 1 AND ?2 AND fingerprint IS NOT NULL AND NOT (?3 AND ${changedBy(0)})
   UNION ALL
   SELECT session_id, ${value} FROM reported_sessions
     WHERE source = ?1 AND committed = 0 AND ?3 AND fingerprint IS NOT NULL`

/**
 * What was reported of sources and is not among their checkpoints: staged by open reports, or committed. `base`: what
 * is staged changes what is here; else it is all there is, because that is of another kind or engine.
 */
export class ReportedSessionTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Stages a session as new or changed. */
  stage(source: string, id: string, { fingerprint, stats, record }: StoredCheckpoint): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO reported_sessions VALUES (?, 0, ?, ?, ?, ?, ?)',
      source,
      id,
      fingerprint,
      stats,
      record?.facts ?? null,
      record?.uses ?? null,
    )
  }

  /** Stages a session as gone, where it is known but for what is staged. */
  stageRemoval(source: string, id: string, base: boolean): void {
    this.#sql.exec(
      'DELETE FROM reported_sessions WHERE source = ? AND committed = 0 AND session_id = ?',
      source,
      id,
    )
    if (!base) return
    this.#sql.exec(
      `INSERT INTO reported_sessions SELECT ?1, 0, ?2, NULL, NULL, NULL, NULL
       WHERE EXISTS (SELECT 1 FROM checkpoints WHERE source = ?1 AND session_id = ?2)
         OR EXISTS (SELECT 1 FROM reported_sessions WHERE source = ?1 AND committed = 1 AND session_id = ?2)`,
      source,
      id,
    )
  }

  /** How much an open report has staged. */
  stagedCount(source: string): number {
    const sql = 'SELECT count(*) AS n FROM reported_sessions WHERE source = ? AND committed = 0'
    return this.#sql.exec<{ n: number }>(sql, source).one().n
  }

  /** Whether an open report has staged anything. */
  hasStaged(source: string): boolean {
    const sql = 'SELECT 1 FROM reported_sessions WHERE source = ? AND committed = 0 LIMIT 1'
    return this.#sql.exec(sql, source).toArray().length > 0
  }

  /** The sessions of a source by what is known of it. */
  known(source: string, base: boolean): { id: string; fingerprint: string }[] {
    const sql = `SELECT id, value AS fingerprint FROM (${overlay('fingerprint')})`
    return this.#sql.exec<{ id: string; fingerprint: string }>(sql, source, Number(base), 1).toArray()
  }

  /** Sessions of a source, with what is staged, that others have already, and which sources these are. */
  elsewhere(source: string, base: boolean): { sessions: number; sources: string[] } {
    const rows = this.#sql.exec<{ id: string; source: string }>(
      `SELECT known.id, other.source FROM (${overlay('fingerprint')}) AS known
       JOIN checkpoints AS other ON other.name = known.id AND other.source <> ?1`,
      source,
      Number(base),
      1,
    )
    const [ids, sources] = [new Set<string>(), new Set<string>()]
    for (const row of rows) {
      ids.add(row.id)
      sources.add(row.source)
    }
    return { sessions: ids.size, sources: [...sources].sort() }
  }

  /**
   * What is staged counts from here on. Where it is all there is, what was committed before is let go, and every
   * other checkpoint of the source is to leave.
   */
  commit(source: string, base: boolean): void {
    if (!base) {
      this.#sql.exec('DELETE FROM reported_sessions WHERE source = ? AND committed = 1', source)
      this.#sql.exec(
        `INSERT INTO reported_sessions SELECT source, 1, session_id, NULL, NULL, NULL, NULL
         FROM checkpoints WHERE source = ?`,
        source,
      )
    }
    this.#sql.exec(
      'UPDATE OR REPLACE reported_sessions SET committed = 1 WHERE source = ? AND committed = 0',
      source,
    )
  }

  /** The next committed changes of a source. */
  changes(source: string, limit: number): ReportedChange[] {
    const rows = this.#sql.exec<
      Record<'fingerprint' | 'stats' | 'facts' | 'uses', string | null> & { session_id: string }
    >(
      `SELECT session_id, fingerprint, stats, facts, uses FROM reported_sessions WHERE source = ? AND committed = 1
       ORDER BY session_id LIMIT ?`,
      source,
      limit,
    )
    return Array.from(rows, ({ session_id, fingerprint, stats, facts, uses }) => {
      if (fingerprint === null || stats === null) return { session_id, checkpoint: null }
      const record = facts === null || uses === null ? null : { facts, uses }
      return { session_id, checkpoint: { fingerprint, stats, record } }
    })
  }

  dropChange(source: string, id: string): void {
    this.#sql.exec(
      'DELETE FROM reported_sessions WHERE source = ? AND committed = 1 AND session_id = ?',
      source,
      id,
    )
  }

  /** What a source comes to once its changes are applied, and how many sessions these add or replace. */
  count(source: string): { sessions: number; changed: number } {
    return this.#sql
      .exec<{ sessions: number; changed: number }>(
        `SELECT (SELECT count(*) FROM (${overlay('fingerprint')})) AS sessions,
           (SELECT count(fingerprint) FROM reported_sessions WHERE source = ?1 AND committed = 1) AS changed`,
        source,
        1,
        0,
      )
      .one()
  }

  /** Lets go of what was reported of sources in whose place a snapshot has come. */
  dropReplaced(): void {
    this.#sql.exec(
      `DELETE FROM reported_sessions WHERE committed = 1
         AND source NOT IN (SELECT name FROM sources WHERE kind = 'self-reported')`,
    )
  }

  /** Lets go of all that was committed. */
  dropCommitted(): void {
    this.#sql.exec('DELETE FROM reported_sessions WHERE committed = 1')
  }

  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE reported_sessions SET source = ? WHERE source = ?', to, from)
  }

  removeSource(source: string): void {
    this.#sql.exec('DELETE FROM reported_sessions WHERE source = ?', source)
  }
}
