import type { QueuedSession } from '../scan/store.ts'

interface Row extends Record<string, SqlStorageValue> {
  position: number
  source: string
  fingerprint: string
  head: string
}

/** The sessions that the running scan has yet to read, in its order. */
export class QueueTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  push({ source, fingerprint, head }: Omit<QueuedSession, 'position'>): void {
    this.#sql.exec(
      'INSERT INTO scan_queue (source, fingerprint, head) VALUES (?, ?, ?)',
      source,
      fingerprint,
      JSON.stringify(head),
    )
  }

  next(limit: number): QueuedSession[] {
    const rows = this.#sql.exec<Row>('SELECT * FROM scan_queue ORDER BY position LIMIT ?', limit)
    return Array.from(rows, ({ position, source, fingerprint, head }) => ({
      position,
      source,
      fingerprint,
      head: JSON.parse(head),
    }))
  }

  remove(position: number): void {
    this.#sql.exec('DELETE FROM scan_queue WHERE position = ?', position)
  }

  isEmpty(): boolean {
    return this.#sql.exec('SELECT 1 FROM scan_queue LIMIT 1').toArray().length === 0
  }

  clear(): void {
    this.#sql.exec('DELETE FROM scan_queue')
  }
}
