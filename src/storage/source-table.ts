import type { Manifest, SnapshotReceipt } from '../contract/snapshots.ts'
import type { ScanSource } from '../scan/store.ts'

/** An upload that comes in chunks. */
export interface ChunkedUpload {
  source: string
  manifest: Manifest
  /** What its commit was answered; null before that. */
  receipt: SnapshotReceipt | null
}

/** The profile's sources, their snapshots, and the uploads that are under way. */
export class SourceTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  all(): ScanSource[] {
    const rows = this.#sql.exec<{
      name: string
      version: string
      pinned: string | null
      scanned: string | null
    }>(
      'SELECT name, version, pinned_version AS pinned, scanned_version AS scanned FROM sources ORDER BY name',
    )
    return rows.toArray()
  }

  /** The manifest of the snapshot that the running scan reads; null when none is bound to it. */
  pinnedManifest(name: string): Manifest | null {
    const rows = this.#sql.exec<{ pinned_manifest: string | null }>(
      'SELECT pinned_manifest FROM sources WHERE name = ?',
      name,
    )
    const json = rows.toArray()[0]?.pinned_manifest
    return json ? JSON.parse(json) : null
  }

  /** Puts a snapshot in the place of the source's latest one, or begins a new source with it. */
  replace(name: string, manifest: Manifest, now: number): void {
    this.#sql.exec(
      `INSERT INTO sources (name, version, manifest, received_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (name) DO UPDATE SET version = ?2, manifest = ?3, received_at = ?4`,
      name,
      manifest.sha256,
      JSON.stringify(manifest),
      now,
    )
  }

  /** Binds every latest snapshot to a scan; where it is not the scanned one, none is scanned from here on. */
  pinAll(): void {
    this.#sql.exec(
      `UPDATE sources SET pinned_version = version, pinned_manifest = manifest,
         scanned_version = iif(scanned_version = version, version, NULL)`,
    )
  }

  /** `scanned`: the checkpoints are now those of the pinned snapshots. */
  unpinAll(scanned: boolean): void {
    if (scanned) {
      this.#sql.exec('UPDATE sources SET scanned_version = pinned_version WHERE pinned_version IS NOT NULL')
    }
    this.#sql.exec('UPDATE sources SET pinned_version = NULL, pinned_manifest = NULL')
  }

  /** No snapshot counts as scanned any more. */
  forgetScanned(): void {
    this.#sql.exec('UPDATE sources SET scanned_version = NULL')
  }

  beginUpload(id: string, source: string, expiresAt: number): void {
    this.#sql.exec('INSERT INTO uploads (id, source, expires_at) VALUES (?, ?, ?)', id, source, expiresAt)
  }

  /** Ends an upload; false when there is none of this id, because it took too long. */
  endUpload(id: string): boolean {
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
  uploading(now: number): boolean {
    this.#sql.exec('DELETE FROM uploads WHERE expires_at <= ?', now)
    return (
      this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM uploads WHERE manifest IS NULL').one().n > 0
    )
  }

  /** Hashes of all chunks that a live or scanning snapshot needs, or an upload that has not ended. */
  neededChunks(): Set<string> {
    const rows = this.#sql.exec<{ chunk: string }>(
      `WITH needed (manifest) AS (
         SELECT manifest FROM sources
         UNION ALL SELECT pinned_manifest FROM sources
         UNION ALL SELECT manifest FROM uploads WHERE receipt IS NULL
       )
       SELECT chunk.value AS chunk FROM needed, json_each(needed.manifest, '$.chunks') AS chunk
       UNION
       SELECT chunk.value FROM needed, json_each(needed.manifest, '$.wal.chunks') AS chunk`,
    )
    return new Set(Array.from(rows, ({ chunk }) => chunk))
  }
}
