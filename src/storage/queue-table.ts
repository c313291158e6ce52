import type { QueuedSession } from '../scan/store.ts'

interface Row extends Record<string, SqlStorageValue> {
  position: number
  source: string
  session_id: string
}

/** The sessions that the running scan has yet to read one by one, in order. */
export class QueueTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  push(source: string, sessionId: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO scan_queue (source, session_id) VALUES (?, ?)', source, sessionId)
  }

  has(source: string, sessionId: string): boolean {
    const rows = this.#sql.exec(
      'SELECT 1 FROM scan_queue WHERE source = ? AND session_id = ?',
      source,
      sessionId,
    )
    return rows.toArray().length > 0
  }

  next(limit: number): QueuedSession[] {
    return this.#sql.exec<Row>('SELECT * FROM scan_queue ORDER BY position LIMIT ?', limit).toArray()
  }

  remove(position: number): void {
    this.#sql.exec('DELETE FROM scan_queue WHERE position = ?', position)
  }

  /** Whether the queue is empty; if given, only for `source`. */
  isEmpty(source?: string): boolean {
    const sql = 'SELECT 1 FROM scan_queue WHERE ?1 IS NULL OR source = ?1 LIMIT 1'
    return this.#sql.exec(sql, source ?? null).toArray().length === 0
  }

  clear(): void {
    this.#sql.exec('DELETE FROM scan_queue')
  }
}
