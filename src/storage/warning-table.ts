import type { Warned } from '../contract/warnings.ts'

interface Row extends Record<string, SqlStorageValue> {
  session_id: string
  kinds: string
}

/** The sessions that could not be counted completely. */
export class WarningTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  put(source: string, sessionId: string, kinds: readonly Warned[]): void {
    const sql = 'INSERT OR REPLACE INTO session_warnings (source, session_id, kinds) VALUES (?, ?, ?)'
    this.#sql.exec(sql, source, sessionId, JSON.stringify(kinds))
  }

  remove(source: string, sessionId: string): void {
    this.#sql.exec('DELETE FROM session_warnings WHERE source = ? AND session_id = ?', source, sessionId)
  }

  *each(): Generator<[sessionId: string, kinds: Warned[]]> {
    const sql = 'SELECT session_id, kinds FROM session_warnings ORDER BY session_id, source'
    for (const { session_id, kinds } of this.#sql.exec<Row>(sql)) yield [session_id, JSON.parse(kinds)]
  }

  ids(source: string): string[] {
    const sql = 'SELECT session_id, kinds FROM session_warnings WHERE source = ?'
    return Array.from(this.#sql.exec<Row>(sql, source), ({ session_id }) => session_id)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM session_warnings')
  }

  /** Drops the warnings of sources whose history is stored. */
  clearReadable(): void {
    this.#sql.exec(
      'DELETE FROM session_warnings WHERE source NOT IN (SELECT name FROM sources WHERE manifest IS NULL)',
    )
  }

  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE session_warnings SET source = ? WHERE source = ?', to, from)
  }

  removeSource(source: string): void {
    this.#sql.exec('DELETE FROM session_warnings WHERE source = ?', source)
  }
}
