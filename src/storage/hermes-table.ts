import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** What Hermes signs its events with, and which of its events were counted. */
export class HermesTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns the secret; null if the owner has set none up. */
  secret(): string | null {
    const rows = this.#sql.exec<{ secret: string }>('SELECT secret FROM hermes_secret')
    return rows.toArray()[0]?.secret ?? null
  }

  /** Sets the secret, in place of one before. */
  setSecret(secret: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO hermes_secret (id, secret) VALUES (1, ?)', secret)
  }

  removeSecret(): void {
    this.#sql.exec('DELETE FROM hermes_secret')
  }

  /** Forgets events of before `oldest`, in Unix seconds: none of these is taken any more. */
  forgetBefore(oldest: number): void {
    this.#sql.exec('DELETE FROM hermes_events WHERE at < ?', oldest)
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM hermes_events').one().n
  }

  /** Notes a request. Returns whether it is new. */
  isNewRequest(sessionId: string, requestId: string, at: number): boolean {
    const rows = this.#sql.exec(
      'INSERT OR IGNORE INTO hermes_events (id, at, ended) VALUES (?, ?, 0) RETURNING 1',
      digest('request', sessionId, requestId),
      at,
    )
    return rows.toArray().length > 0
  }

  /** Notes that a session had a turn that went on, or ended. Returns whether nothing later is known of its turns. */
  isLatestOfTurns(sessionId: string, at: number, ended: boolean): boolean {
    const rows = this.#sql.exec(
      `INSERT INTO hermes_events (id, at, ended) VALUES (?1, ?2, ?3)
       ON CONFLICT (id) DO UPDATE SET at = ?2, ended = ?3 WHERE (?2, ?3) > (at, ended) RETURNING 1`,
      digest('turns', sessionId),
      at,
      Number(ended),
    )
    return rows.toArray().length > 0
  }
}

/** Names an event by a digest: what is kept reveals no session. */
function digest(...names: string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(names)))).slice(0, 32)
}
