/** A browser that is signed in as the owner. */
export interface StoredSignIn {
  id: string
  token_sha256: string
  /** Such as `Firefox on Linux`. */
  label: string
  /** Unix seconds. */
  created_at: number
  /** A day in UTC, `2026-03-12`. */
  last_seen_on: string
}

/** Browsers that are signed in as the owner, each by the SHA-256 of its token. */
export class SignInTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns those that began after a time (Unix seconds), latest first. */
  since(time: number): StoredSignIn[] {
    const rows = this.#sql.exec<StoredSignIn & Record<string, SqlStorageValue>>(
      `SELECT id, token_sha256, label, created_at, last_seen_on FROM sign_ins
       WHERE created_at > ? ORDER BY created_at DESC, id`,
      time,
    )
    return rows.toArray()
  }

  add({ id, token_sha256, label, created_at, last_seen_on }: StoredSignIn): void {
    this.#sql.exec(
      'INSERT INTO sign_ins (id, token_sha256, label, created_at, last_seen_on) VALUES (?, ?, ?, ?, ?)',
      id,
      token_sha256,
      label,
      created_at,
      last_seen_on,
    )
  }

  seen(id: string, day: string): void {
    this.#sql.exec('UPDATE sign_ins SET last_seen_on = ? WHERE id = ?', day, id)
  }

  /** Ends one. Returns whether it existed. */
  remove(id: string): boolean {
    return this.#sql.exec('DELETE FROM sign_ins WHERE id = ?', id).rowsWritten > 0
  }

  removeToken(sha256: string): void {
    this.#sql.exec('DELETE FROM sign_ins WHERE token_sha256 = ?', sha256)
  }

  /** Ends those that began by `time` (Unix seconds), and all but the `limit` that were seen last. */
  trim(time: number, limit: number): void {
    this.#sql.exec('DELETE FROM sign_ins WHERE created_at <= ?', time)
    this.#sql.exec(
      `DELETE FROM sign_ins WHERE id NOT IN
         (SELECT id FROM sign_ins ORDER BY last_seen_on DESC, created_at DESC LIMIT ?)`,
      limit,
    )
  }

  clear(): void {
    this.#sql.exec('DELETE FROM sign_ins')
  }
}
