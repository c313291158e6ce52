import type { Provenance } from '../contract/achievements.ts'
import type { Place } from '../engine/place.ts'
import type { StoredCheckpoint } from '../scan/store.ts'
import { storedRecord } from './record-table.ts'
import type { SessionNames } from './session-names.ts'
import { isPartOf, sourceIn } from './source-parts.ts'

type StatsRow = { stats: string }

export type CheckpointKey = {
  source: string
  session_id: string
}

/** One row per session: its fingerprint and its stats. */
export class CheckpointTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  get(source: string, sessionId: string): StoredCheckpoint | null {
    return this.#where('source = ? AND checkpoints.session_id = ?', source, sessionId)[0] ?? null
  }

  /** Returns the checkpoints of a session in every source that has it. */
  copies(name: string): StoredCheckpoint[] {
    return this.#where('name = ?', name)
  }

  #where(condition: string, ...values: string[]): StoredCheckpoint[] {
    const rows = this.#sql.exec<
      CheckpointKey &
        StatsRow &
        Record<'facts' | 'uses', string | null> & { fingerprint: string; standing: number }
    >(
      `SELECT source, checkpoints.session_id, fingerprint, stats, standing, facts, uses
       FROM checkpoints LEFT JOIN session_records AS record
         ON record.history = checkpoints.source AND record.session_id = checkpoints.session_id
       WHERE ${condition}`,
      ...values,
    )
    return Array.from(rows, ({ facts, uses, standing, ...row }) => ({
      ...row,
      record: storedRecord({ facts, uses }),
      standing: standing === 1,
    }))
  }

  /** `name`: see `ScanStore.nameOf`. */
  put({ source, session_id, fingerprint, stats, standing }: StoredCheckpoint, name: string): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO checkpoints (source, session_id, fingerprint, stats, name, standing)
       VALUES (?, ?, ?, ?, ?, ?)`,
      source,
      session_id,
      fingerprint,
      stats,
      name,
      Number(standing),
    )
  }

  /** Names scanned sessions stored before sessions had names. */
  nameScanned(names: Pick<SessionNames, 'nameOf'>): void {
    const unnamed = this.#sql.exec<CheckpointKey & { fingerprint: string }>(
      `SELECT source, session_id, fingerprint FROM checkpoints WHERE substr(fingerprint, 1, 1) = '[' AND name = session_id`,
    )
    for (const { source, session_id, fingerprint } of unnamed.toArray()) {
      this.#sql.exec(
        'UPDATE checkpoints SET name = ? WHERE source = ? AND session_id = ?',
        names.nameOf(session_id, fingerprint),
        source,
        session_id,
      )
    }
  }

  remove(source: string, sessionId: string): void {
    this.#sql.exec('DELETE FROM checkpoints WHERE source = ? AND session_id = ?', source, sessionId)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM checkpoints')
  }

  /**
   * Drops the checkpoints of sources whose history is stored, and of other sources those whose stats `keep` refuses.
   */
  clearReadable(keep: (stats: string) => boolean): void {
    this.#sql.exec(
      'DELETE FROM checkpoints WHERE source NOT IN (SELECT name FROM sources WHERE manifest IS NULL)',
    )
    const refused: CheckpointKey[] = []
    const rows = this.#sql.exec<CheckpointKey & StatsRow>('SELECT source, session_id, stats FROM checkpoints')
    for (const { stats, ...key } of rows) if (!keep(stats)) refused.push(key)
    for (const { source, session_id } of refused) this.remove(source, session_id)
  }

  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE checkpoints SET source = ? WHERE source = ?', to, from)
  }

  removeSource(source: string): void {
    this.#sql.exec('DELETE FROM checkpoints WHERE source = ?', source)
  }

  /** Returns which kinds of checkpoints exist. */
  provenance(): Provenance {
    const { scanned, reported } = this.#sql
      .exec<{ scanned: number; reported: number }>(
        `SELECT EXISTS (SELECT 1 FROM checkpoints WHERE substr(fingerprint, 1, 1) = '[') AS scanned,
           EXISTS (SELECT 1 FROM checkpoints WHERE substr(fingerprint, 1, 1) <> '[') AS reported`,
      )
      .one()
    if (scanned && reported) return 'mixed'
    if (reported) return 'self-reported'
    return scanned ? 'scanned' : 'none'
  }

  /** Returns the number of checkpoints of a source, or of all. */
  count(source?: string): number {
    const rows =
      source === undefined
        ? this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM checkpoints')
        : this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM checkpoints WHERE source = ?', source)
    return rows.one().n
  }

  /** Returns the number of sessions of a source, each once, however many machines report it. */
  countIn(source: string): number {
    const sql = `SELECT iif((SELECT count(*) FROM sources WHERE ${isPartOf('name', '?1')}) < 2,
      count(*), count(DISTINCT name)) AS n FROM checkpoints WHERE ${isPartOf('source', '?1')}`
    return this.#sql.exec<{ n: number }>(sql, source).one().n
  }

  /** Returns the number of sessions of all sources, each once. */
  countOnce(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM checkpoints WHERE standing = 1').one().n
  }

  ids(source: string): string[] {
    const rows = this.#sql.exec<{ session_id: string }>(
      'SELECT session_id FROM checkpoints WHERE source = ?',
      source,
    )
    return Array.from(rows, (row) => row.session_id)
  }

  /** Returns the stats of the sessions with this id, one per source. */
  ofSession(sessionId: string): string[] {
    const rows = this.#sql.exec<StatsRow>('SELECT stats FROM checkpoints WHERE session_id = ?', sessionId)
    return Array.from(rows, (row) => row.stats)
  }

  setStanding(name: string, source: string | null): void {
    this.#sql.exec(
      'UPDATE checkpoints SET standing = (source = ?1) WHERE name = ?2 AND standing <> (source = ?1)',
      source ?? '',
      name,
    )
  }

  /**
   * Recomputes which copies count, in the order of `standingCopy`. Invalid JSON ranks first, so that decoding reports
   * it. Does not write sessions that only one source has.
   */
  settleStanding(): void {
    const time = (copy: string) =>
      `iif(json_valid(${copy}.stats) AND json_type(${copy}.stats, '$.last_active') IN ('real', 'integer'), ${copy}.stats ->> 'last_active', -1.7976931348623157e308)`
    const messages = (copy: string) =>
      `iif(json_valid(${copy}.stats), ifnull(${copy}.stats ->> 'message_count', 0), 0)`
    this.#sql.exec(
      `UPDATE checkpoints AS one SET standing = NOT EXISTS (
         SELECT 1 FROM checkpoints AS other
         WHERE other.name = one.name AND other.source <> one.source
           AND (${time('other')}, ${messages('other')}, one.source)
             > (${time('one')}, ${messages('one')}, other.source))
       WHERE standing = 0 OR EXISTS (
         SELECT 1 FROM checkpoints AS other
         WHERE other.name = one.name AND other.source <> one.source)`,
    )
  }

  /** Returns the number of sessions of a source that count by another source's copy, and those sources' names. */
  elsewhere(source: string): { sessions: number; sources: string[] } {
    const rows = this.#sql.exec<{ source: string; sessions: number }>(
      `SELECT ${sourceIn('other.source')} AS source, count(DISTINCT one.name) AS sessions FROM checkpoints AS one
       JOIN checkpoints AS other ON other.name = one.name AND other.standing = 1
       WHERE ${isPartOf('one.source', '?1')} AND one.standing = 0 AND NOT ${isPartOf('other.source', '?1')}
       GROUP BY 1 ORDER BY 1`,
      source,
    )
    const found = rows.toArray()
    return {
      sessions: found.reduce((sum, { sessions }) => sum + sessions, 0),
      sources: found.map((row) => row.source),
    }
  }

  /** Returns the other sources that have sessions of a source, if together they have all of them. */
  within(source: string): string[] {
    const rows = this.#sql.exec<{ source: string }>(
      `SELECT DISTINCT ${sourceIn('other.source')} AS source FROM checkpoints AS one
       JOIN checkpoints AS other ON other.name = one.name AND NOT ${isPartOf('other.source', '?1')}
       WHERE ${isPartOf('one.source', '?1')} AND NOT EXISTS (
         SELECT 1 FROM checkpoints AS own WHERE ${isPartOf('own.source', '?1')} AND NOT EXISTS (
           SELECT 1 FROM checkpoints AS its WHERE its.name = own.name AND NOT ${isPartOf('its.source', '?1')}))
       ORDER BY 1`,
      source,
    )
    return Array.from(rows, (row) => row.source)
  }

  /** Whether one part of a source has all sessions of another. */
  isWithin(part: string, other: string): boolean {
    const lacking = this.#sql.exec(
      `SELECT 1 FROM checkpoints WHERE source = ?1
         AND name NOT IN (SELECT name FROM checkpoints WHERE source = ?2) LIMIT 1`,
      part,
      other,
    )
    return lacking.toArray().length === 0
  }

  /** Returns the sources that have a session with this id. */
  sourcesOf(sessionId: string): string[] {
    const rows = this.#sql.exec<{ source: string }>(
      'SELECT source FROM checkpoints WHERE session_id = ? ORDER BY source',
      sessionId,
    )
    return Array.from(rows, (row) => row.source)
  }

  /** Returns sessions with enough tool calls whose history is stored: those with fewer error messages first, then the newest. */
  withCalls(least: number, limit: number): (CheckpointKey & StatsRow)[] {
    return this.#sql
      .exec<CheckpointKey & StatsRow>(
        `SELECT source, session_id, stats FROM checkpoints
         WHERE source IN (SELECT name FROM sources WHERE manifest IS NOT NULL)
           AND iif(json_valid(stats), stats ->> 'tool_call_count', 0) >= ?1
         ORDER BY 1.0 * (stats ->> 'error_count') / max(1, stats ->> 'message_count'),
           stats ->> 'started_at' DESC, source, session_id
         LIMIT ?2`,
        least,
        limit,
      )
      .toArray()
  }

  *each(): Generator<string> {
    for (const row of this.#sql.exec<StatsRow>('SELECT stats FROM checkpoints WHERE standing = 1'))
      yield row.stats
  }

  /** Iterates over the stats of the checkpoints from this place on, ordered by `comparePlaces`; null for all. */
  *from(place: Place | null): Generator<string> {
    const order = 'ORDER BY active_at, session_id'
    if (place === null || place.at !== null) {
      const { at = Number.NEGATIVE_INFINITY, session_id = '' } = place ?? {}
      const sql = `SELECT stats FROM checkpoints WHERE standing = 1 AND (active_at, session_id) >= (?, ?) ${order}`
      for (const row of this.#sql.exec<StatsRow>(sql, at, session_id)) yield row.stats
    }
    const sql = `SELECT stats FROM checkpoints WHERE standing = 1 AND active_at IS NULL AND session_id >= ? ${order}`
    const after = place?.at === null ? place.session_id : ''
    for (const row of this.#sql.exec<StatsRow>(sql, after)) yield row.stats
  }

  /** Returns when the session that was over first was last active, in Unix seconds; null if that is not known. */
  firstActiveAt(): number | null {
    const sql = 'SELECT min(active_at) AS at FROM checkpoints WHERE standing = 1'
    return this.#sql.exec<{ at: number | null }>(sql).one().at
  }

  /** Returns a page of checkpoints ordered by key, after the given one. */
  page(after: CheckpointKey, limit: number): (CheckpointKey & StatsRow)[] {
    return this.#sql
      .exec<CheckpointKey & StatsRow>(
        `SELECT source, session_id, stats FROM checkpoints WHERE (source, session_id) > (?, ?)
         ORDER BY source, session_id LIMIT ?`,
        after.source,
        after.session_id,
        limit,
      )
      .toArray()
  }

  /**
   * Returns the stats of the session with the greatest value of a stat; on a tie the newest, then the smallest id.
   * Invalid JSON ranks first, so that decoding reports it.
   */
  greatest(stat: string): string | null {
    const rows = this.#sql.exec<StatsRow>(
      `SELECT stats FROM checkpoints WHERE standing = 1
       ORDER BY json_valid(stats), iif(json_valid(stats), ifnull(stats ->> ?1, 0), 0) DESC,
         iif(json_valid(stats), stats ->> 'started_at', NULL) DESC, session_id,
         iif(json_valid(stats), stats ->> 'title', NULL) LIMIT 1`,
      stat,
    )
    return rows.toArray()[0]?.stats ?? null
  }
}
