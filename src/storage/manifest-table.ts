import type { FileManifest, Manifest } from '../contract/snapshots.ts'

/** Chunks that one statement inserts: as JSON, they are far smaller than the 2 MB that a value may have. */
const INSERT_CHUNKS = 4096

/** The manifests that are in use: those of snapshots, of what the next scan is compared with, and of uploads. */
const IN_USE = `SELECT manifest FROM sources WHERE manifest IS NOT NULL
  UNION SELECT pinned_manifest FROM sources WHERE pinned_manifest IS NOT NULL
  UNION SELECT base_manifest FROM sources WHERE base_manifest IS NOT NULL
  UNION SELECT manifest FROM uploads WHERE manifest IS NOT NULL AND receipt IS NULL
  UNION SELECT draft FROM uploads WHERE draft IS NOT NULL`

/** The chunks that must not be collected. */
export const NEEDED = `SELECT sha256 FROM manifest_chunks WHERE manifest IN (${IN_USE})`

interface Head extends Record<string, SqlStorageValue> {
  sha256: string
  size: number
  chunk_size: number
  wal_size: number | null
}

/** Manifests by number. Each chunk is a row of its own, because a row has at most 2 MB. */
export class ManifestTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Stores a manifest, unless it is there, and returns its number. */
  add({ sha256, size, chunk_size, chunks, wal = null }: Manifest): number {
    const known = this.#find(sha256, chunk_size)
    if (known !== null) return known
    const id = this.#insert(sha256, size, chunk_size, wal?.size ?? null)
    this.#addChunks(id, 0, chunks)
    if (wal) this.#addChunks(id, 1, wal.chunks)
    return id
  }

  /** Starts the manifest of a file whose size and chunks are not known yet. */
  addDraft(uploadId: string, chunkSize: number): number {
    return this.#insert(uploadId, 0, chunkSize, null)
  }

  /** Adds a chunk to a draft: it is needed from now on. `wal`: 1 for a chunk of the log. */
  addToDraft(id: number, sha256: string, wal: 0 | 1 = 0): void {
    this.#sql.exec(
      `INSERT INTO manifest_chunks (manifest, wal, position, sha256)
       SELECT ?1, ?3, ifnull(max(position) + 1, 0), ?2 FROM manifest_chunks WHERE manifest = ?1 AND wal = ?3`,
      id,
      sha256,
      wal,
    )
  }

  /** Drops the chunks of a file in a draft that follow the first `count`. */
  cutDraft(id: number, wal: 0 | 1, count: number): void {
    const sql = 'DELETE FROM manifest_chunks WHERE manifest = ? AND wal = ? AND position >= ?'
    this.#sql.exec(sql, id, wal, count)
  }

  /** Makes these the chunks of the database in a draft. */
  setDraftChunks(id: number, chunks: readonly string[]): void {
    this.cutDraft(id, 0, 0)
    this.#addChunks(id, 0, chunks)
  }

  /** Returns the chunks of a file, in order. */
  chunksOf(id: number, wal: 0 | 1): string[] {
    const sql = 'SELECT sha256 FROM manifest_chunks WHERE manifest = ? AND wal = ? ORDER BY position'
    return Array.from(this.#sql.exec<{ sha256: string }>(sql, id, wal), ({ sha256 }) => sha256)
  }

  get(id: number): Manifest {
    const { sha256, size, chunk_size, wal_size } = this.#head(id)
    const wal = wal_size === null ? null : { size: wal_size, chunk_size, chunks: this.chunksOf(id, 1) }
    return { sha256, size, chunk_size, chunks: this.chunksOf(id, 0), wal }
  }

  /** Returns the length of a chunk in a manifest; null if it is not in there. */
  lengthOf(id: number, sha256: string): number | null {
    const sql = 'SELECT wal, position FROM manifest_chunks WHERE sha256 = ? AND manifest = ? LIMIT 1'
    const [row] = this.#sql.exec<{ wal: 0 | 1; position: number }>(sql, sha256, id).toArray()
    if (!row) return null
    const { size, wal_size, chunk_size } = this.#head(id)
    return lengthAt(row.wal ? (wal_size ?? 0) : size, chunk_size, row.position)
  }

  /** Returns the hashes of all chunks needed by a stored or pinned snapshot, or by an open upload. */
  neededChunks(): Set<string> {
    const rows = this.#sql.exec<{ sha256: string }>(NEEDED)
    return new Set(Array.from(rows, ({ sha256 }) => sha256))
  }

  dropUnused(): void {
    this.#sql.exec(`DELETE FROM manifests WHERE id NOT IN (${IN_USE})`)
    this.#sql.exec('DELETE FROM manifest_chunks WHERE manifest NOT IN (SELECT id FROM manifests)')
  }

  /** A version and the size of its chunks say what these are. */
  #find(sha256: string, chunkSize: number): number | null {
    const sql = 'SELECT id FROM manifests WHERE sha256 = ? AND chunk_size = ?'
    return this.#sql.exec<{ id: number }>(sql, sha256, chunkSize).toArray()[0]?.id ?? null
  }

  #head(id: number): Head {
    const sql = 'SELECT sha256, size, chunk_size, wal_size FROM manifests WHERE id = ?'
    return this.#sql.exec<Head>(sql, id).one()
  }

  #insert(sha256: string, size: number, chunkSize: number, walSize: number | null): number {
    const sql = 'INSERT INTO manifests (sha256, size, chunk_size, wal_size) VALUES (?, ?, ?, ?) RETURNING id'
    return this.#sql.exec<{ id: number }>(sql, sha256, size, chunkSize, walSize).one().id
  }

  #addChunks(id: number, wal: 0 | 1, chunks: readonly string[]): void {
    for (let at = 0; at < chunks.length; at += INSERT_CHUNKS) {
      this.#sql.exec(
        `INSERT INTO manifest_chunks (manifest, wal, position, sha256)
         SELECT ?, ?, key + ?, value FROM json_each(?)`,
        id,
        wal,
        at,
        JSON.stringify(chunks.slice(at, at + INSERT_CHUNKS)),
      )
    }
  }
}

/** Returns how long each chunk of a snapshot is. A manifest that gives one of them two lengths has lied: null. */
export function chunkLengths({ wal, ...main }: Manifest): Map<string, number> | null {
  const lengths = new Map<string, number>()
  for (const { size, chunk_size, chunks } of wal ? [main, wal] : [main]) {
    for (const [position, sha256] of chunks.entries()) {
      const length = lengthAt(size, chunk_size, position)
      if ((lengths.get(sha256) ?? length) !== length) return null
      lengths.set(sha256, length)
    }
  }
  return lengths
}

function lengthAt(size: number, chunkSize: FileManifest['chunk_size'], position: number): number {
  return Math.min(chunkSize, size - position * chunkSize)
}
