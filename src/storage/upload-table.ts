import type { Manifest, SnapshotReceipt } from '../contract/snapshots.ts'

/** An upload that comes in chunks. */
export interface ChunkedUpload {
  source: string
  manifest: Manifest
  /** What its commit was answered; null before that. */
  receipt: SnapshotReceipt | null
}

/** The uploads that are under way. Times are Unix seconds. */
export class UploadTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Begins a whole-file upload. */
  begin(id: string, source: string, expiresAt: number): void {
    this.#sql.exec('INSERT INTO uploads (id, source, expires_at) VALUES (?, ?, ?)', id, source, expiresAt)
  }

  /** Ends an upload; false when there is none of this id, because it took too long or its source was removed. */
  end(id: string): boolean {
    return this.#sql.exec('DELETE FROM uploads WHERE id = ?', id).rowsWritten > 0
  }

  /** Begins an upload in chunks, or goes on with the one of the same snapshot. Answers its id. */
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

  /** An upload in chunks, with the answer to its commit where it had one; null when it ended or took too long. */
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

  /** Keeps the answer to a commit until the upload's time is over, for who asks again. */
  saveReceipt(id: string, receipt: SnapshotReceipt): void {
    this.#sql.exec('UPDATE uploads SET receipt = ? WHERE id = ?', JSON.stringify(receipt), id)
  }

  /** Whether a whole-file upload is under way; uploads that took too long are forgotten. */
  wholeUnderWay(now: number): boolean {
    this.#sql.exec('DELETE FROM uploads WHERE expires_at <= ?', now)
    return (
      this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM uploads WHERE manifest IS NULL').one().n > 0
    )
  }

  /** When the next upload has taken too long; null when none is under way. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(expires_at) AS at FROM uploads').one().at
  }

  /** Bytes that uploads in chunks have announced, but for those of one version. */
  bytesBeside(version: string, now: number): number {
    const rows = this.#sql.exec<{ bytes: number }>(
      `SELECT ifnull(sum(ifnull(manifest ->> '$.size', 0) + ifnull(manifest ->> '$.wal.size', 0)), 0) AS bytes
       FROM uploads WHERE receipt IS NULL AND expires_at > ? AND manifest ->> '$.sha256' <> ?`,
      now,
      version,
    )
    return rows.one().bytes
  }

  /** Uploads to a source go to where it is called otherwise now. */
  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE uploads SET source = ? WHERE source = ?', to, from)
  }

  /** Gives up all uploads to a source. */
  removeSource(source: string): void {
    this.#sql.exec('DELETE FROM uploads WHERE source = ?', source)
  }
}
