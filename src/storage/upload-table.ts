import type { SnapshotReceipt } from '../contract/snapshots.ts'

/** An upload in chunks. */
export interface ChunkedUpload {
  source: string
  /** Number of its manifest. */
  manifest: number
  /** The response to its commit; null before that. */
  receipt: SnapshotReceipt | null
}

/** Uploads in progress. Times are Unix seconds. */
export class UploadTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Starts a whole-file upload. `draft`: the number of the manifest that its chunks are added to. */
  begin(id: string, source: string, expiresAt: number, draft: number): void {
    this.#sql.exec(
      'INSERT INTO uploads (id, source, expires_at, draft) VALUES (?, ?, ?, ?)',
      id,
      source,
      expiresAt,
      draft,
    )
  }

  /** Ends an upload. Returns false if it does not exist, because it expired or its source was removed. */
  end(id: string): boolean {
    return this.#sql.exec('DELETE FROM uploads WHERE id = ?', id).rowsWritten > 0
  }

  /** Starts an upload in chunks, or resumes the one of the same snapshot. Returns its id. */
  beginChunked(id: string, source: string, manifest: number, expiresAt: number): string {
    const [known] = this.#sql
      .exec<{ id: string }>(
        'UPDATE uploads SET expires_at = ?1 WHERE source = ?2 AND manifest = ?3 AND receipt IS NULL RETURNING id',
        expiresAt,
        source,
        manifest,
      )
      .toArray()
    if (known) return known.id
    this.#sql.exec(
      'INSERT INTO uploads (id, source, expires_at, manifest) VALUES (?, ?, ?, ?)',
      id,
      source,
      expiresAt,
      manifest,
    )
    return id
  }

  /** Returns an upload in chunks, with the response to its commit if there was one; null if it ended or has expired. */
  chunked(id: string, now: number): ChunkedUpload | null {
    const [row] = this.#sql
      .exec<{ source: string; manifest: number; receipt: string | null }>(
        'SELECT source, manifest, receipt FROM uploads WHERE id = ? AND manifest IS NOT NULL AND expires_at > ?',
        id,
        now,
      )
      .toArray()
    return row ? { ...row, receipt: row.receipt === null ? null : JSON.parse(row.receipt) } : null
  }

  /** Returns the draft of an open upload of a whole file; null if it ended or has expired. */
  draft(id: string, now: number): number | null {
    const sql = 'SELECT draft FROM uploads WHERE id = ? AND expires_at > ?'
    return this.#sql.exec<{ draft: number | null }>(sql, id, now).toArray()[0]?.draft ?? null
  }

  /** Returns the source of an upload, by its present name; null if it ended. */
  sourceOf(id: string): string | null {
    const sql = 'SELECT source FROM uploads WHERE id = ?'
    return this.#sql.exec<{ source: string }>(sql, id).toArray()[0]?.source ?? null
  }

  setDraft(id: string, draft: number): void {
    this.#sql.exec('UPDATE uploads SET draft = ? WHERE id = ?', draft, id)
  }

  prolong(id: string, expiresAt: number): void {
    this.#sql.exec('UPDATE uploads SET expires_at = ? WHERE id = ?', expiresAt, id)
  }

  isOpen(id: string, now: number): boolean {
    const sql = 'SELECT 1 FROM uploads WHERE id = ? AND receipt IS NULL AND expires_at > ?'
    return this.#sql.exec(sql, id, now).toArray().length > 0
  }

  /** Keeps the response to a commit until the upload expires, for retries. */
  saveReceipt(id: string, receipt: SnapshotReceipt): void {
    this.#sql.exec('UPDATE uploads SET receipt = ? WHERE id = ?', JSON.stringify(receipt), id)
  }

  dropExpired(now: number): void {
    this.#sql.exec('DELETE FROM uploads WHERE expires_at <= ?', now)
  }

  /** Returns when the next upload expires; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(expires_at) AS at FROM uploads').one().at
  }

  /** Moves a source's uploads to its new name. */
  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE uploads SET source = ? WHERE source = ?', to, from)
  }

  /** Removes all uploads to a source. */
  removeSource(source: string): void {
    this.#sql.exec('DELETE FROM uploads WHERE source = ?', source)
  }
}
