import type { ScanSource, StoredCheckpoint } from '../scan/store.ts'
import { storedRecord } from './record-table.ts'
import { isPartOf, sourceIn } from './source-parts.ts'

/** Whether a report has changed a session `known`: a committed one (1), or the open one (0). */
const changedBy = (committed: 0 | 1) =>
  `EXISTS (SELECT 1 FROM reported_sessions AS change WHERE change.source = ?1
     AND change.committed = ${committed} AND change.session_id = known.session_id)`

/**
 * A value of each session of a source `?1` after applying reports to its checkpoints. `?2`: whether stored data counts,
 * checkpoints and committed reports; `?3`: whether staged sessions do.
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
 * Reported sessions that are not yet among the checkpoints: staged by open reports, or committed. `base`: staged
 * sessions are changes to the stored ones; otherwise they replace them, because those are of another kind or engine
 * version.
 */
export class ReportedSessionTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Stages a session as new or changed. */
  stage({ source, session_id, fingerprint, stats, record }: StoredCheckpoint): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO reported_sessions VALUES (?, 0, ?, ?, ?, ?, ?)',
      source,
      session_id,
      fingerprint,
      stats,
      record?.facts ?? null,
      record?.uses ?? null,
    )
  }

  /** Stages the removal of a session that is known apart from staged ones. */
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

  /** Returns the number of sessions that an open report has staged. */
  stagedCount(source: string): number {
    const sql = 'SELECT count(*) AS n FROM reported_sessions WHERE source = ? AND committed = 0'
    return this.#sql.exec<{ n: number }>(sql, source).one().n
  }

  /** Whether an open report has staged anything. */
  hasStaged(source: string): boolean {
    const sql = 'SELECT 1 FROM reported_sessions WHERE source = ? AND committed = 0 LIMIT 1'
    return this.#sql.exec(sql, source).toArray().length > 0
  }

  /** Returns the known sessions of a source. */
  known(source: string, base: boolean): { id: string; fingerprint: string }[] {
    const sql = `SELECT id, value AS fingerprint FROM (${overlay('fingerprint')})`
    return this.#sql.exec<{ id: string; fingerprint: string }>(sql, source, Number(base), 1).toArray()
  }

  /**
   * Returns the number of sessions of a part, including staged ones, that other sources already have, and which sources
   * these are.
   */
  elsewhere(part: string, base: boolean): { sessions: number; sources: string[] } {
    const rows = this.#sql.exec<{ id: string; source: string }>(
      `SELECT known.id, ${sourceIn('other.source')} AS source FROM (${overlay('fingerprint')}) AS known
       JOIN checkpoints AS other ON other.name = known.id AND NOT ${isPartOf('other.source', sourceIn('?1'))}`,
      part,
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
   * Whether the first report of a part continues another part: it has all of its sessions, or it comes from the same
   * machine, because the key of the fingerprints is the same.
   */
  isContinued(part: string, { name: other, kind, version, scanned }: ScanSource): boolean {
    if (kind === 'scanned' && version !== scanned) return false
    const staged = (column: string) =>
      `SELECT ${column} FROM reported_sessions WHERE source = ?1 AND committed = 0 AND fingerprint IS NOT NULL`
    const { shared, lacking } = this.#sql
      .exec<{ shared: number; lacking: number }>(
        `WITH known (name, fingerprint) AS (
           SELECT name, fingerprint FROM checkpoints WHERE source = ?2
           UNION ALL SELECT session_id, fingerprint FROM reported_sessions
             WHERE source = ?2 AND committed = 1 AND fingerprint IS NOT NULL)
         SELECT EXISTS (SELECT 1 FROM known WHERE fingerprint IN (${staged('fingerprint')})) AS shared,
           EXISTS (SELECT 1 FROM known WHERE name NOT IN (${staged('session_id')})) AS lacking`,
        part,
        other,
      )
      .one()
    return shared === 1 || lacking === 0
  }

  /**
   * Commits the staged sessions. Without `base`, earlier committed changes are dropped, and every other checkpoint of
   * the source is marked for removal.
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

  /** Returns the next committed changes of a source: see `ScanStore.reportedChanges`. */
  changes(source: string, limit: number): ReadonlyMap<string, StoredCheckpoint | null> {
    const rows = this.#sql.exec<
      Record<'fingerprint' | 'stats' | 'facts' | 'uses', string | null> & { session_id: string }
    >(
      `SELECT session_id, fingerprint, stats, facts, uses FROM reported_sessions WHERE source = ? AND committed = 1
       ORDER BY session_id LIMIT ?`,
      source,
      limit,
    )
    return new Map(
      Array.from(rows, ({ session_id, fingerprint, stats, ...parts }) => {
        if (fingerprint === null || stats === null) return [session_id, null]
        const record = storedRecord(parts)
        return [session_id, { source, session_id, fingerprint, stats, record, standing: false }]
      }),
    )
  }

  dropChange(source: string, id: string): void {
    this.#sql.exec(
      'DELETE FROM reported_sessions WHERE source = ? AND committed = 1 AND session_id = ?',
      source,
      id,
    )
  }

  /** Returns the number of sessions of a source after its changes, and how many of them these add or replace. */
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

  /** Drops reported sessions of sources that a snapshot has replaced. */
  dropReplaced(): void {
    this.#sql.exec(
      `DELETE FROM reported_sessions WHERE committed = 1
         AND source NOT IN (SELECT name FROM sources WHERE kind = 'self-reported')`,
    )
  }

  /** Drops everything committed. */
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
