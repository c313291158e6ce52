import type { Manifest } from '../contract/snapshots.ts'
import type { Retention, Source, SourceKind } from '../contract/sources.ts'
import type { ScanSource } from '../scan/store.ts'

/** What is listed of a source, but for its sessions, which are counted elsewhere. */
export type SourceRow = Omit<Source, 'sessions' | 'elsewhere' | 'scanned' | 'needs_upload'> & {
  scanned: 0 | 1
  needs_upload: 0 | 1
}

/** Whether something was reported of a source, and committed, that is not among its checkpoints yet. */
const PENDING = `(kind = 'self-reported' AND EXISTS (
  SELECT 1 FROM reported_sessions AS change WHERE change.source = sources.name AND change.committed = 1))`

/** Bytes of the snapshot whose manifest is in a column: the database and its log. */
const bytesOf = (column: string) =>
  `(ifnull(${column} ->> '$.size', 0) + ifnull(${column} ->> '$.wal.size', 0))`

/** The profile's sources and their snapshots. */
export class SourceTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  all(): ScanSource[] {
    const rows = this.#sql.exec<{
      name: string
      kind: SourceKind
      version: string | null
      readable: number
      pinned: string | null
      scanned: string | null
      unrecorded: number
      imported: number
      pending: number
    }>(
      `SELECT name, kind, version, manifest IS NOT NULL AS readable, pinned_version AS pinned,
         scanned_version AS scanned, unrecorded, imported, ${PENDING} AS pending
       FROM sources ORDER BY name`,
    )
    return Array.from(rows, (row) => ({
      ...row,
      readable: row.readable === 1,
      unrecorded: row.unrecorded === 1,
      imported: row.imported === 1,
      pending: row.pending === 1,
    }))
  }

  /** `engineVersion`: the present one. Figures of another one, whose history is not here, need an upload or a report. */
  list(engineVersion: number): SourceRow[] {
    return this.#sql
      .exec<SourceRow>(
        `SELECT name, kind, retention, ${bytesOf('manifest')} AS bytes, received_at,
           version IS NOT NULL AND ifnull(scanned_version = version, 0) AND NOT ${PENDING} AS scanned,
           version IS NOT NULL AND manifest IS NULL AND ifnull(engine_version <> ?, 1) AS needs_upload
         FROM sources ORDER BY name`,
        engineVersion,
      )
      .toArray()
  }

  add(name: string, retention: Retention): void {
    this.#sql.exec('INSERT INTO sources (name, retention) VALUES (?, ?)', name, retention)
  }

  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE sources SET name = ? WHERE name = ?', to, from)
  }

  remove(name: string): void {
    this.#sql.exec('DELETE FROM sources WHERE name = ?', name)
  }

  setRetention(name: string, retention: Retention): void {
    this.#sql.exec('UPDATE sources SET retention = ? WHERE name = ?', retention, name)
  }

  /**
   * Lets go of the histories that are scanned and not to be kept. Answers whether there was one. A history that
   * is pinned is being read.
   */
  releaseScanned(): boolean {
    const { rowsWritten } = this.#sql.exec(
      `UPDATE sources SET manifest = NULL
       WHERE retention = 'delete-after-scan' AND manifest IS NOT NULL AND scanned_version = version
         AND pinned_version IS NULL`,
    )
    return rowsWritten > 0
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

  /** The histories that are stored, the latest of each source. */
  stored(): { source: string; manifest: Manifest }[] {
    const rows = this.#sql.exec<{ name: string; manifest: string }>(
      'SELECT name, manifest FROM sources WHERE manifest IS NOT NULL ORDER BY name',
    )
    return Array.from(rows, ({ name, manifest }) => ({ source: name, manifest: JSON.parse(manifest) }))
  }

  /**
   * Whether nothing is to be done when a version comes: it is the latest one, and is stored, or was scanned by the
   * present engine and deleted as its owner wishes.
   */
  has(name: string, version: string, engineVersion: number): boolean {
    const rows = this.#sql.exec(
      `SELECT 1 FROM sources WHERE name = ? AND version = ? AND (manifest IS NOT NULL
         OR (retention = 'delete-after-scan' AND scanned_version = version AND engine_version = ?))`,
      name,
      version,
      engineVersion,
    )
    return rows.toArray().length > 0
  }

  /** Puts a snapshot in the place of the source's latest one, or begins a new source with it. */
  replace(name: string, manifest: Manifest, now: number): void {
    this.#sql.exec(
      `INSERT INTO sources (name, version, manifest, received_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (name) DO UPDATE SET kind = 'scanned', version = ?2, manifest = ?3, received_at = ?4,
         scanned_version = NULL`,
      name,
      manifest.sha256,
      JSON.stringify(manifest),
      now,
    )
  }

  /** Puts a report in the place of the source's latest snapshot or report, or begins a new source with it. */
  replaceByReport(name: string, report: { digest: string; engineVersion: number }, now: number): void {
    this.#sql.exec(
      `INSERT INTO sources (name, kind, version, engine_version, received_at)
         VALUES (?1, 'self-reported', ?2, ?3, ?4)
       ON CONFLICT (name) DO UPDATE SET kind = 'self-reported', version = ?2, engine_version = ?3,
         received_at = ?4, manifest = NULL, scanned_version = NULL`,
      name,
      report.digest,
      report.engineVersion,
      now,
    )
  }

  /** The engine that a source's latest report was counted by; null when its latest version is no report. */
  reportEngine(name: string): number | null {
    const rows = this.#sql.exec<{ engine_version: number | null }>(
      `SELECT engine_version FROM sources WHERE name = ? AND kind = 'self-reported' AND version IS NOT NULL`,
      name,
    )
    return rows.toArray()[0]?.engine_version ?? null
  }

  /** Binds every latest snapshot to a scan; where it is not the scanned one, none is scanned from here on. */
  pinAll(): void {
    this.#sql.exec(
      `UPDATE sources SET pinned_version = version, pinned_manifest = manifest,
         scanned_version = iif(scanned_version = version, version, NULL)`,
    )
  }

  /**
   * `engineVersion`: the checkpoints are now those of the pinned snapshots, of this engine, but for sources of which
   * something new was reported meanwhile; null: they are not.
   */
  unpinAll(engineVersion: number | null): void {
    if (engineVersion !== null) {
      this.#sql.exec(
        `UPDATE sources SET scanned_version = pinned_version, unrecorded = 0, imported = 1,
           engine_version = iif(pinned_manifest IS NULL, engine_version, ?)
         WHERE pinned_version IS NOT NULL AND NOT ${PENDING}`,
        engineVersion,
      )
    }
    this.#sql.exec('UPDATE sources SET pinned_version = NULL, pinned_manifest = NULL')
  }

  /** No snapshot that is still here counts as scanned any more. */
  forgetScanned(): void {
    this.#sql.exec('UPDATE sources SET scanned_version = NULL WHERE manifest IS NOT NULL')
  }

  /** The next scan of each source counts as its first. */
  forgetImports(): void {
    this.#sql.exec('UPDATE sources SET imported = 0')
  }

  /** What was scanned and deleted was never there. */
  forgetDeleted(): void {
    this.#sql.exec('UPDATE sources SET version = NULL, scanned_version = NULL WHERE manifest IS NULL')
  }

  /** Bytes of the latest snapshots of all sources but one. */
  bytesBeside(name: string): number {
    const sql = `SELECT ifnull(sum(${bytesOf('manifest')}), 0) AS bytes FROM sources WHERE name <> ?`
    return this.#sql.exec<{ bytes: number }>(sql, name).one().bytes
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
