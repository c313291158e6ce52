import type { Manifest, SnapshotReceipt } from '../contract/snapshots.ts'

/** An upload in chunks. */
export interface ChunkedUpload {
  source: string
  manifest: Manifest
  /** The response to its commit; null before that. */
  receipt: SnapshotReceipt | null
}

/** Uploads in progress. Times are Unix seconds. */
export class UploadTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Starts a whole-file upload. */
  begin(id: string, source: string, expiresAt: number): void {
    this.#sql.exec('INSERT INTO uploads (id, source, expires_at) VALUES (?, ?, ?)', id, source, expiresAt)
  }

  /** Ends an upload. Returns false if it does not exist, because it expired or its source was removed. */
  end(id: string): boolean {
    return this.#sql.exec('DELETE FROM uploads WHERE id = ?', id).rowsWritten > 0
  }

  /** Starts an upload in chunks, or resumes the one of the same snapshot. Returns its id. */
  beginChunked(id: string, source: string, manifest: Manifest, expiresAt: number): string {
    const json = JSON.stringify(manifest)
    const [known] = this.#sql
      .exec<{ id: string }>(
        'UPDATE uploads SET expires_at = ?1 WHERE source = ?2 AND manifest = ?3 AND receipt IS NULL RETURNING id',
        expiresAt,
        source,
        json,
      )
      .toArray()
    if (known) return known.id
    this.#sql.exec(
      'INSERT INTO uploads (id, source, expires_at, manifest) VALUES (?, ?, ?, ?)',
      id,
      source,
      expiresAt,
      json,
    )
    return id
  }

  /** Returns an upload in chunks, with the response to its commit if there was one; null if it ended or has expired. */
  chunked(id: string, now: number): ChunkedUpload | null {
    const [row] = this.#sql
      .exec<{ source: string; manifest: string; receipt: string | null }>(
        'SELECT source, manifest, receipt FROM uploads WHERE id = ? AND manifest IS NOT NULL AND expires_at > ?',
        id,
        now,
      )
      .toArray()
    return row
      ? {
          source: row.source,
          manifest: JSON.parse(row.manifest),
          receipt: row.receipt === null ? null : JSON.parse(row.receipt),
        }
      : null
  }

  isOpen(id: string, now: number): boolean {
    const sql = 'SELECT 1 FROM uploads WHERE id = ? AND receipt IS NULL AND expires_at > ?'
    return this.#sql.exec(sql, id, now).toArray().length > 0
  }

  /** Keeps the response to a commit until the upload expires, for retries. */
  saveReceipt(id: string, receipt: SnapshotReceipt): void {
    this.#sql.exec('UPDATE uploads SET receipt = ? WHERE id = ?', JSON.stringify(receipt), id)
  }

  /** Whether a whole-file upload is in progress. Removes expired uploads. */
  wholeUnderWay(now: number): boolean {
    this.#sql.exec('DELETE FROM uploads WHERE expires_at <= ?', now)
    return (
      this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM uploads WHERE manifest IS NULL').one().n > 0
    )
  }

  /** Returns when the next upload expires; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(expires_at) AS at FROM uploads').one().at
  }

  /** Returns the bytes announced by uploads in chunks, except those of one version. */
  bytesBeside(version: string, now: number): number {
    const rows = this.#sql.exec<{ bytes: number }>(
      `SELECT ifnull(sum(ifnull(manifest ->> '$.size', 0) + ifnull(manifest ->> '$.wal.size', 0)), 0) AS bytes
       FROM uploads WHERE receipt IS NULL AND expires_at > ? AND manifest ->> '$.sha256' <> ?`,
      now,
      version,
    )
    return rows.one().bytes
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
