import { DocumentTable } from './document-table.ts'
import { NEEDED } from './manifest-table.ts'

/**
 * The chunks that R2 has or may have: announced, stored, or left by an upload that ended and not collected yet. They
 * count until R2 has been searched for them and they are gone. Times are Unix seconds.
 */
export class ChunkTable {
  /** How often a collection was asked for since the object came into memory. */
  asked = 0
  readonly #sql: SqlStorage
  readonly #documents: DocumentTable<{ collection: { due_at: number } | null }>

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#documents = new DocumentTable(sql)
  }

  /** Asks for a collection at this time. If an earlier one was asked for, it stays. */
  collectBy(dueAt: number): void {
    this.asked += 1
    const earlier = this.#documents.get('collection')?.due_at ?? dueAt
    this.#documents.put('collection', { due_at: Math.min(earlier, dueAt) })
  }

  /** Returns when to collect next: as asked for, or when a write ends without its writer; null if there is no reason. */
  get dueAt(): number | null {
    const { at } = this.#sql.exec<{ at: number | null }>('SELECT min(ends_at) AS at FROM chunk_writes').one()
    const asked = this.#documents.get('collection')?.due_at ?? at
    return at === null || asked === null ? asked : Math.min(asked, at)
  }

  /** Counts a chunk that was stored, and keeps the notes of its pages with it. */
  add(sha256: string, bytes: number, notes: Uint32Array): void {
    this.#sql.exec('INSERT OR REPLACE INTO chunks (sha256, bytes) VALUES (?, ?)', sha256, bytes)
    this.#sql.exec('INSERT OR REPLACE INTO chunk_notes (sha256, notes) VALUES (?, ?)', sha256, bytesOf(notes))
  }

  /** Returns the notes of a chunk's pages; null if there are none. */
  notes(sha256: string): Uint32Array | null {
    const sql = 'SELECT notes FROM chunk_notes WHERE sha256 = ?'
    const [row] = this.#sql.exec<{ notes: ArrayBuffer }>(sql, sha256).toArray()
    return row ? new Uint32Array(row.notes) : null
  }

  /** Returns those of the chunks whose pages are noted. */
  noted(chunks: ReadonlySet<string>): Set<string> {
    const rows = this.#sql.exec<{ sha256: string }>('SELECT sha256 FROM chunk_notes')
    return new Set(Array.from(rows, ({ sha256 }) => sha256).filter((sha256) => chunks.has(sha256)))
  }

  /** Counts chunks that were announced, by their lengths. */
  announce(lengths: ReadonlyMap<string, number>): void {
    const sql = 'INSERT OR IGNORE INTO chunks (sha256, bytes) VALUES (?, ?)'
    for (const [sha256, bytes] of lengths) this.#sql.exec(sql, sha256, bytes)
  }

  /** Returns the bytes of all chunks but those on their way. */
  storedBytes(): number {
    return this.#sql.exec<{ bytes: number }>('SELECT ifnull(sum(bytes), 0) AS bytes FROM chunks').one().bytes
  }

  /** Returns the bytes that R2 has or may have. */
  bytes(): number {
    const sql = 'SELECT ifnull(sum(bytes), 0) AS bytes FROM chunk_writes'
    return this.storedBytes() + this.#sql.exec<{ bytes: number }>(sql).one().bytes
  }

  /** Returns the bytes of a source's latest snapshot, and of the one scanned last, which the next one replaces. */
  bytesOfSource(name: string): number {
    const sql = `SELECT ifnull(sum(bytes), 0) AS bytes FROM chunks WHERE sha256 IN (
      SELECT sha256 FROM manifest_chunks WHERE manifest IN (
        SELECT manifest FROM sources WHERE name = ?1 UNION SELECT base_manifest FROM sources WHERE name = ?1))`
    return this.#sql.exec<{ bytes: number }>(sql, name).one().bytes
  }

  /** Notes that a chunk is on its way to R2, and returns the number of the write. It counts until it ends. */
  beginWrite(uploadId: string, bytes: number, endsAt: number): number {
    const sql = 'INSERT INTO chunk_writes (upload, bytes, ends_at) VALUES (?, ?, ?) RETURNING id'
    return this.#sql.exec<{ id: number }>(sql, uploadId, bytes, endsAt).one().id
  }

  endWrite(id: number): void {
    this.#sql.exec('DELETE FROM chunk_writes WHERE id = ?', id)
  }

  /** Gives up a write that may have arrived: it counts until its time is over, but takes no place of its upload. */
  loseWrite(id: number): void {
    this.#sql.exec("UPDATE chunk_writes SET upload = '' WHERE id = ?", id)
  }

  /** Gives the writes of an upload more time. */
  prolongWrites(uploadId: string, endsAt: number): void {
    this.#sql.exec('UPDATE chunk_writes SET ends_at = ? WHERE upload = ?', endsAt, uploadId)
  }

  /** Ends the writes of an upload; call when none can be on its way. */
  endWrites(uploadId: string): void {
    this.#sql.exec('DELETE FROM chunk_writes WHERE upload = ?', uploadId)
  }

  /** Ends the writes of an upload, whose last one may have arrived unnoted: it counts until it is searched for. */
  cutWrites(uploadId: string, now: number): void {
    this.#sql.exec('UPDATE chunk_writes SET ends_at = ? WHERE upload = ?', now, uploadId)
  }

  /** Returns how many chunks of an upload are on their way. */
  writes(uploadId: string, now: number): number {
    const sql = 'SELECT count(*) AS n FROM chunk_writes WHERE upload = ? AND ends_at > ?'
    return this.#sql.exec<{ n: number }>(sql, uploadId, now).one().n
  }

  /**
   * Call after a collection for which nothing was asked meanwhile: R2 has nothing but what is needed, and what writes
   * add that end after `searchedAt`.
   */
  collected(searchedAt: number): void {
    this.#documents.put('collection', null)
    this.#sql.exec(`DELETE FROM chunks WHERE sha256 NOT IN (${NEEDED})`)
    this.#sql.exec('DELETE FROM chunk_notes WHERE sha256 NOT IN (SELECT sha256 FROM chunks)')
    this.#sql.exec('DELETE FROM chunk_writes WHERE ends_at <= ?', searchedAt)
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
