import type { Manifest } from '../contract/snapshots.ts'
import type { ScanSource } from '../scan/store.ts'

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

  /** Whether an upload is under way; the ones that took too long are forgotten. */
  uploading(now: number): boolean {
    this.#sql.exec('DELETE FROM uploads WHERE expires_at <= ?', now)
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM uploads').one().n > 0
  }

  /** Hashes of all chunks that a live or scanning snapshot needs. */
  neededChunks(): Set<string> {
    const rows = this.#sql.exec<{ chunk: string }>(
      `SELECT chunk.value AS chunk FROM sources, json_each(sources.manifest, '$.chunks') AS chunk
       UNION
       SELECT chunk.value FROM sources, json_each(sources.pinned_manifest, '$.chunks') AS chunk`,
    )
    return new Set(Array.from(rows, ({ chunk }) => chunk))
  }
}
