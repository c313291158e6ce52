import type { ReportReceipt } from '../contract/reports.ts'

/** A report that is open, or was committed not long ago. */
export interface Report {
  source: string
  engine_version: number
  /** What its commit was answered; null before that. */
  receipt: ReportReceipt | null
}

/** The reports that are under way: one of a source at a time. Times are Unix seconds. */
export class ReportTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Begins a report, or goes on with the open one of the source where the same engine counts. Answers its id. */
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

  /** null when it was given up, or took too long. */
  get(id: string, now: number): Report | null {
    const [row] = this.#sql
      .exec<{ source: string; engine_version: number; receipt: string | null }>(
        'SELECT source, engine_version, receipt FROM reports WHERE id = ? AND expires_at > ?',
        id,
        now,
      )
      .toArray()
    return row ? { ...row, receipt: row.receipt === null ? null : JSON.parse(row.receipt) } : null
  }

  /** The sources that open reports are of. */
  openSources(): string[] {
    const rows = this.#sql.exec<{ source: string }>('SELECT source FROM reports WHERE receipt IS NULL')
    return Array.from(rows, ({ source }) => source)
  }

  /** Counts sessions that are put; answers how many that makes, those included that were put again. */
  countPut(id: string, sessions: number): number {
    const sql = 'UPDATE reports SET put = put + ? WHERE id = ? RETURNING put'
    return this.#sql.exec<{ put: number }>(sql, sessions, id).one().put
  }

  /** So many are staged in truth. */
  setPut(id: string, sessions: number): void {
    this.#sql.exec('UPDATE reports SET put = ? WHERE id = ?', sessions, id)
  }

  /** Closes a report with the answer to its commit, which is kept until its time is over, for who asks again. */
  close(id: string, receipt: ReportReceipt): void {
    this.#sql.exec('UPDATE reports SET receipt = ? WHERE id = ?', JSON.stringify(receipt), id)
  }

  /** Gives a report up, with all that was staged. One that is committed stays. */
  abandon(id: string): void {
    this.#giveUp('reports.id = ? AND receipt IS NULL', id)
  }

  /** Gives up what took too long, and forgets old receipts. */
  forgetExpired(now: number): void {
    this.#giveUp('expires_at <= ?', now)
  }

  /** When the next one has taken too long; null when there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(expires_at) AS at FROM reports').one().at
  }

  /** Reports of a source go to where it is called otherwise now; those that would have been there are given up. */
  rename(from: string, to: string): void {
    this.removeSource(to)
    this.#sql.exec('UPDATE reports SET source = ? WHERE source = ?', to, from)
  }

  /** Gives up all reports of a source. */
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
