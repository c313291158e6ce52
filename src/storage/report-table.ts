import type { ReportReceipt } from '../contract/reports.ts'

/** A report that is open or was recently committed. */
export interface Report {
  /** What it reports to: see source-parts.ts. */
  part: string
  engine_version: number
  /** The response to its commit; null before that. */
  receipt: ReportReceipt | null
}

/** Reports in progress, one per part of a source. Times are Unix seconds. */
export class ReportTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Starts a report, or resumes the open one of the source if it has the same engine version. Returns its id. */
  begin(id: string, source: string, engineVersion: number, expiresAt: number): string {
    const [open] = this.#sql
      .exec<{ id: string }>(
        `UPDATE reports SET expires_at = ? WHERE source = ? AND engine_version = ? AND receipt IS NULL
         RETURNING id`,
        expiresAt,
        source,
        engineVersion,
      )
      .toArray()
    if (open) return open.id
    this.#giveUp('reports.source = ? AND receipt IS NULL', source)
    this.#sql.exec(
      'INSERT INTO reports (id, source, engine_version, expires_at) VALUES (?, ?, ?, ?)',
      id,
      source,
      engineVersion,
      expiresAt,
    )
    return id
  }

  /** Returns a report; null if it was abandoned or has expired. */
  get(id: string, now: number): Report | null {
    const [row] = this.#sql
      .exec<{ part: string; engine_version: number; receipt: string | null }>(
        'SELECT source AS part, engine_version, receipt FROM reports WHERE id = ? AND expires_at > ?',
        id,
        now,
      )
      .toArray()
    return row ? { ...row, receipt: row.receipt === null ? null : JSON.parse(row.receipt) } : null
  }

  /** Returns the sources with open reports. */
  openSources(): string[] {
    const rows = this.#sql.exec<{ source: string }>('SELECT source FROM reports WHERE receipt IS NULL')
    return Array.from(rows, ({ source }) => source)
  }

  /** Adds to the number of sessions put, and returns the total, including repeats. */
  countPut(id: string, sessions: number): number {
    const sql = 'UPDATE reports SET put = put + ? WHERE id = ? RETURNING put'
    return this.#sql.exec<{ put: number }>(sql, sessions, id).one().put
  }

  /** Corrects the counter to the actual number of staged sessions. */
  setPut(id: string, sessions: number): void {
    this.#sql.exec('UPDATE reports SET put = ? WHERE id = ?', sessions, id)
  }

  /** Closes a report with the response to its commit, which is kept until it expires, for retries. */
  close(id: string, receipt: ReportReceipt): void {
    this.#sql.exec('UPDATE reports SET receipt = ? WHERE id = ?', JSON.stringify(receipt), id)
  }

  /** Abandons an open report and everything staged. A committed one stays. */
  abandon(id: string): void {
    this.#giveUp('reports.id = ? AND receipt IS NULL', id)
  }

  /** Abandons expired reports, and removes old receipts. */
  forgetExpired(now: number): void {
    this.#giveUp('expires_at <= ?', now)
  }

  /** Returns when the next report expires; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(expires_at) AS at FROM reports').one().at
  }

  /** Moves a source's reports to its new name, abandoning those already there. */
  rename(from: string, to: string): void {
    this.removeSource(to)
    this.#sql.exec('UPDATE reports SET source = ? WHERE source = ?', to, from)
  }

  /** Removes all reports of a source. */
  removeSource(source: string): void {
    this.#giveUp('reports.source = ?', source)
  }

  #giveUp(which: string, value: string | number): void {
    this.#sql.exec(
      `DELETE FROM reported_sessions WHERE committed = 0 AND source IN (
         SELECT source FROM reports WHERE receipt IS NULL AND ${which})`,
      value,
    )
    this.#sql.exec(`DELETE FROM reports WHERE ${which}`, value)
  }
}
