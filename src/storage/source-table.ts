import type { Manifest } from '../contract/snapshots.ts'
import type { Retention, Source, SourceKind } from '../contract/sources.ts'
import type { ScanSource } from '../scan/store.ts'
import type { ManifestTable } from './manifest-table.ts'
import { isPartOf, sourceIn } from './source-parts.ts'

/** A source as listed, without its session counts. */
export type SourceRow = Omit<
  Source,
  'sessions' | 'elsewhere' | 'within' | 'has_details' | 'scanned' | 'needs_upload'
> & {
  scanned: 0 | 1
  needs_upload: 0 | 1
}

/** Whether a committed report has sessions that are not yet among the checkpoints. */
const PENDING = `(kind = 'self-reported' AND EXISTS (
  SELECT 1 FROM reported_sessions AS change WHERE change.source = sources.name AND change.committed = 1))`

/** Size in bytes of the latest snapshot: the database and its log. */
const BYTES =
  'ifnull((SELECT size + ifnull(wal_size, 0) FROM manifests WHERE manifests.id = sources.manifest), 0)'

/** The retention of a new part `?1`: that of its source. */
const RETENTION = `ifnull((SELECT retention FROM sources WHERE ${isPartOf('name', sourceIn('?1'))} LIMIT 1), 'keep')`

/** The parts of the profile's sources, and their snapshots. */
export class SourceTable {
  readonly #sql: SqlStorage
  readonly #manifests: ManifestTable

  constructor(sql: SqlStorage, manifests: ManifestTable) {
    this.#sql = sql
    this.#manifests = manifests
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

  /**
   * Returns the sources with all their parts: one is self-reported if any part is, and scanned if all are.
   * @param engineVersion the current one. Figures of another one without a stored history need an upload or a report.
   */
  list(engineVersion: number): SourceRow[] {
    return this.#sql
      .exec<SourceRow>(
        `SELECT ${sourceIn('sources.name')} AS name, max(kind) AS kind, min(retention) AS retention,
           sum(${BYTES}) AS bytes, max(received_at) AS received_at,
           ifnull(min(ifnull(scanned_version = version, 0) AND NOT ${PENDING}) FILTER (WHERE version IS NOT NULL), 0)
             AS scanned,
           max(version IS NOT NULL AND manifest IS NULL AND ifnull(engine_version <> ?, 1)) AS needs_upload
         FROM sources GROUP BY 1 ORDER BY 1`,
        engineVersion,
      )
      .toArray()
  }

  /** Returns the names of all sources. */
  names(): string[] {
    const rows = this.#sql.exec<{ name: string }>(
      `SELECT DISTINCT ${sourceIn('sources.name')} AS name FROM sources ORDER BY 1`,
    )
    return Array.from(rows, ({ name }) => name)
  }

  /** Returns the parts of a source, with those that open reports will add, and what came without a machine's id. */
  partsOf(source: string): string[] {
    const rows = this.#sql.exec<{ part: string }>(
      `SELECT name AS part FROM sources WHERE ${isPartOf('name', '?1')}
       UNION SELECT source FROM reports WHERE ${isPartOf('source', '?1')}
       UNION SELECT ?1`,
      source,
    )
    return Array.from(rows, ({ part }) => part)
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

  setRetention(source: string, retention: Retention): void {
    const sql = `UPDATE sources SET retention = ?2, base_manifest = iif(?2 = 'keep', base_manifest, NULL)
      WHERE ${isPartOf('name', '?1')}`
    this.#sql.exec(sql, source, retention)
  }

  /**
   * Drops histories that are scanned and need not be kept. Returns whether there was one. A pinned history is in use
   * and stays.
   */
  releaseScanned(): boolean {
    const { rowsWritten } = this.#sql.exec(
      `UPDATE sources SET manifest = NULL, base_manifest = NULL
       WHERE retention = 'delete-after-scan' AND manifest IS NOT NULL AND scanned_version = version
         AND pinned_version IS NULL`,
    )
    return rowsWritten > 0
  }

  /** Returns the manifest of the snapshot pinned by the running scan; null if there is none. */
  pinnedManifest(name: string): Manifest | null {
    return this.#manifestIn('pinned_manifest', name)
  }

  /** Returns the manifest of the snapshot that the checkpoints were made from; null if it is not kept. */
  baseManifest(name: string): Manifest | null {
    return this.#manifestIn('base_manifest', name)
  }

  #manifestIn(column: 'pinned_manifest' | 'base_manifest', name: string): Manifest | null {
    const sql = `SELECT ${column} AS id FROM sources WHERE name = ?`
    const id = this.#sql.exec<{ id: number | null }>(sql, name).toArray()[0]?.id ?? null
    return id === null ? null : this.#manifests.get(id)
  }

  /** Forgets what the checkpoints were made from. Returns whether that is no longer needed for anything. */
  dropBase(name: string): boolean {
    const sql = `SELECT 1 FROM sources WHERE name = ? AND base_manifest <> ifnull(manifest, -1)`
    const isOld = this.#sql.exec(sql, name).toArray().length > 0
    this.#sql.exec('UPDATE sources SET base_manifest = NULL WHERE name = ?', name)
    return isOld
  }

  /** Returns the stored histories, the latest of each source. */
  stored(): { source: string; manifest: Manifest }[] {
    const rows = this.#sql.exec<{ name: string; id: number }>(
      'SELECT name, manifest AS id FROM sources WHERE manifest IS NOT NULL ORDER BY name',
    )
    return rows.toArray().map(({ name, id }) => ({ source: name, manifest: this.#manifests.get(id) }))
  }

  /**
   * Whether an incoming version needs no work: it is the latest one and stored, or was scanned by the current engine
   * and deleted as its owner wishes.
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

  /** Makes a snapshot the source's latest, creating the source if needed. */
  replace(name: string, manifest: Manifest, now: number): void {
    this.#sql.exec(
      `INSERT INTO sources (name, version, manifest, received_at, retention) VALUES (?1, ?2, ?3, ?4, ${RETENTION})
       ON CONFLICT (name) DO UPDATE SET kind = 'scanned', version = ?2, manifest = ?3, received_at = ?4,
         scanned_version = NULL`,
      name,
      manifest.sha256,
      this.#manifests.add(manifest),
      now,
    )
  }

  /** Makes a report the source's latest version, creating the source if needed. */
  replaceByReport(name: string, report: { digest: string; engineVersion: number }, now: number): void {
    this.#sql.exec(
      `INSERT INTO sources (name, kind, version, engine_version, received_at, retention)
         VALUES (?1, 'self-reported', ?2, ?3, ?4, ${RETENTION})
       ON CONFLICT (name) DO UPDATE SET kind = 'self-reported', version = ?2, engine_version = ?3,
         received_at = ?4, manifest = NULL, base_manifest = NULL, scanned_version = NULL`,
      name,
      report.digest,
      report.engineVersion,
      now,
    )
  }

  /** Returns the engine version of a source's latest report; null if its latest version is not a report. */
  reportEngine(name: string): number | null {
    const rows = this.#sql.exec<{ engine_version: number | null }>(
      `SELECT engine_version FROM sources WHERE name = ? AND kind = 'self-reported' AND version IS NOT NULL`,
      name,
    )
    return rows.toArray()[0]?.engine_version ?? null
  }

  /** Pins every latest snapshot to a scan; sources whose latest is not the scanned one no longer count as scanned. */
  pinAll(): void {
    this.#sql.exec(
      `UPDATE sources SET pinned_version = version, pinned_manifest = manifest,
         scanned_version = iif(scanned_version = version, version, NULL)`,
    )
  }

  /**
   * @param engineVersion set if the checkpoints are now those of the pinned snapshots, counted by this engine, except
   * for sources with a new report; null if they are not
   */
  unpinAll(engineVersion: number | null): void {
    if (engineVersion !== null) {
      this.#sql.exec(
        `UPDATE sources SET scanned_version = pinned_version, base_manifest = iif(retention = 'keep', pinned_manifest, NULL),
           unrecorded = 0, imported = 1,
           engine_version = iif(pinned_manifest IS NULL, engine_version, ?)
         WHERE pinned_version IS NOT NULL AND NOT ${PENDING}`,
        engineVersion,
      )
    }
    this.#sql.exec('UPDATE sources SET pinned_version = NULL, pinned_manifest = NULL')
  }

  /** Marks every stored snapshot as not scanned. */
  forgetScanned(): void {
    this.#sql.exec(
      'UPDATE sources SET scanned_version = NULL, base_manifest = NULL WHERE manifest IS NOT NULL',
    )
  }

  /** Makes the next scan of each source count as its first. */
  forgetImports(): void {
    this.#sql.exec('UPDATE sources SET imported = 0')
  }

  /** Removes sources whose history was deleted after its scan. */
  forgetDeleted(): void {
    this.#sql.exec('UPDATE sources SET version = NULL, scanned_version = NULL WHERE manifest IS NULL')
  }
}
