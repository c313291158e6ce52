import type { Config } from '../../src/config.ts'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import { LaurelError } from '../../src/errors.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'
import { chunkLengths } from '../../src/storage/manifest-table.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'
import type { ChunkedUpload } from '../../src/storage/upload-table.ts'
import type { ProfileContext } from './context.ts'

/** A chunk that was written, and the number of its write; null in an upload of a whole file. */
export interface WrittenChunk {
  sha256: string
  /** Length in bytes. */
  bytes: number
  /** Of its pages: see src/snapshot/pages. */
  notes: Uint32Array
  write: number | null
}

/**
 * Garbage collection of chunks. Kept are those of the latest snapshots, of the snapshot that a scan reads, and of
 * uploads in progress. All others count until they are collected. Times are Unix seconds.
 */
export class ChunkRetention {
  readonly #store: ProfileStore
  readonly #config: Config
  /** The running deletion. */
  #collecting: Promise<unknown> = Promise.resolve()

  constructor({ store, config }: ProfileContext) {
    this.#store = store
    this.#config = config
  }

  /** When to collect next; null if there is nothing to collect. */
  get dueAt(): number | null {
    const times = [this.#store.chunks.dueAt, this.#store.uploads.nextExpiry()].filter((at) => at !== null)
    return times.length > 0 ? Math.min(...times) : null
  }

  /**
   * Announces an upload of a whole file. Returns the chunks that need not be stored: none after a failed scan, which may
   * have failed because one is missing, and none whose pages were never noted.
   */
  async begin(source: string, now: number): Promise<{ id: string; known: string[] }> {
    const { uploads, manifests, chunks } = this.#store
    const id = crypto.randomUUID()
    const expiresAt = now + this.#config.UPLOAD_TTL_SECONDS
    this.#store.transaction(() => {
      uploads.begin(id, source, expiresAt, manifests.addDraft(id, this.#config.CHUNK_BYTES))
      // It writes one chunk after the other.
      chunks.beginWrite(id, this.#config.CHUNK_BYTES, expiresAt)
    })
    await this.#collecting
    const { failure } = this.#store.scanState()
    return { id, known: failure ? [] : [...chunks.noted(manifests.neededChunks())] }
  }

  /**
   * Resumes an upload that is filled slice by slice, and gives it more time. Returns the chunks that need not be stored.
   * @param file of which `stored` chunks are there; it is filled again after the first `kept`
   * @throws LaurelError `snapshot_replaced` if it took too long
   */
  resume(uploadId: string, file: { wal: 0 | 1; stored: number; kept: number }, now: number): Set<string> {
    const { uploads, manifests, chunks } = this.#store
    const expiresAt = now + this.#config.CHUNKED_UPLOAD_TTL_SECONDS
    return this.#store.transaction(() => {
      const draft = uploads.draft(uploadId, now)
      if (draft === null) throw uploadExpired()
      uploads.prolong(uploadId, expiresAt)
      chunks.prolongWrites(uploadId, expiresAt)
      // The last chunk may have been announced and not stored.
      manifests.cutDraft(draft, file.wal, file.stored)
      const { failure } = this.#store.scanState()
      const known = failure ? new Set<string>() : chunks.noted(manifests.neededChunks())
      manifests.cutDraft(draft, file.wal, file.kept)
      return known
    })
  }

  /**
   * Announces the next chunk of an upload of a whole file. Put it after the promise resolves: a deletion that runs has
   * ended then, and later ones spare it.
   * @throws LaurelError `snapshot_replaced` if the upload took too long
   */
  async announce(uploadId: string, sha256: string, now: number, wal: 0 | 1 = 0): Promise<void> {
    const { uploads, manifests } = this.#store
    const draft = uploads.draft(uploadId, now)
    if (draft === null) throw uploadExpired()
    manifests.addToDraft(draft, sha256, wal)
    await this.#collecting
  }

  /**
   * Announces the commit of an upload of a whole file: its chunks are kept from now on.
   * @throws LaurelError `snapshot_replaced` if the upload took too long, or a chunk that need not be sent is gone
   */
  async complete(chunks: ChunkStore, uploadId: string, manifest: Manifest, now: number): Promise<void> {
    const { uploads, manifests } = this.#store
    this.#store.transaction(() => {
      if (uploads.draft(uploadId, now) === null) throw uploadExpired()
      uploads.setDraft(uploadId, manifests.add(manifest))
    })
    if ((await this.missing(chunks, manifest)).length > 0) throw uploadExpired()
  }

  /**
   * Ends an upload and replaces the source's latest snapshot by it. Returns true if both are the same.
   * @throws LaurelError `snapshot_replaced` if the upload took too long
   */
  commit(uploadId: string, source: string, manifest: Manifest, now: number): boolean {
    return this.#store.transaction(() => {
      if (!this.#store.uploads.end(uploadId)) throw uploadExpired()
      this.#store.chunks.endWrites(uploadId)
      return this.#replace(source, manifest, now)
    })
  }

  #replace(source: string, manifest: Manifest, now: number): boolean {
    this.#store.chunks.collectBy(now)
    if (this.#store.sourceTable.has(source, manifest.sha256, STATS_VERSION)) return true
    this.#store.sourceTable.replace(source, manifest, now)
    return false
  }

  /**
   * Announces a snapshot that is sent in chunks, or resumes it. Its chunks, including those that are stored already,
   * are kept until it ends or expires, and count from now on.
   * @throws what `checkRoom` throws: then nothing is announced
   */
  async beginChunked(
    chunks: ChunkStore,
    source: string,
    manifest: Manifest,
    { now, checkRoom }: { now: number; checkRoom: () => void },
  ): Promise<{ id: string; missing: string[]; expiresAt: number }> {
    const { uploads, manifests, chunks: counted } = this.#store
    const expiresAt = now + this.#config.CHUNKED_UPLOAD_TTL_SECONDS
    const id = this.#store.transaction(() => {
      counted.announce(lengthsOf(manifest))
      checkRoom()
      return uploads.beginChunked(crypto.randomUUID(), source, manifests.add(manifest), expiresAt)
    })
    return { id, missing: await this.missing(chunks, manifest), expiresAt }
  }

  /** Returns an open upload in chunks. @throws LaurelError `upload_not_found` */
  chunked(uploadId: string, now: number): ChunkedUpload {
    const upload = this.#store.uploads.chunked(uploadId, now)
    if (!upload) throw uploadNotFound()
    return upload
  }

  /** Returns the chunks that are not stored, when no deletion runs that may take them away. */
  async missing(chunks: ChunkStore, manifest: Manifest): Promise<string[]> {
    await this.#collecting
    return chunks.missing(lengthsOf(manifest))
  }

  /**
   * Takes note of a chunk that was written. It is collected if its upload has ended meanwhile. Returns whether that is
   * still open.
   */
  wrote(uploadId: string, { sha256, bytes, notes, write }: WrittenChunk, now: number): boolean {
    const { uploads, chunks } = this.#store
    return this.#store.transaction(() => {
      chunks.add(sha256, bytes, notes)
      if (write !== null) chunks.endWrite(write)
      const open = uploads.isOpen(uploadId, now)
      if (!open) chunks.collectBy(now)
      return open
    })
  }

  /** Replaces the source's latest snapshot; all chunks must be stored. Returns true if both are the same. */
  commitChunked(source: string, manifest: Manifest, now: number): boolean {
    return this.#store.transaction(() => this.#replace(source, manifest, now))
  }

  /** Ends an upload without a snapshot. Of a whole file, no chunk may be on its way, but the last may have arrived. */
  abandon(uploadId: string, now: number): void {
    const { uploads, chunks } = this.#store
    this.#store.transaction(() => {
      if (uploads.draft(uploadId, now) !== null) chunks.cutWrites(uploadId, now)
      uploads.end(uploadId)
      chunks.collectBy(now)
    })
  }

  /** Deletes unreferenced chunks if that is due. What is asked for meanwhile is due again at once. */
  async collect(store: ChunkStore, now: () => number): Promise<void> {
    const { manifests, uploads, chunks } = this.#store
    const begun = now()
    if ((this.dueAt ?? Number.POSITIVE_INFINITY) > begun) return
    this.#store.transaction(() => {
      uploads.dropExpired(begun)
      manifests.dropUnused()
    })
    const { asked } = chunks
    const work = store.collect(manifests.neededChunks(), () => this.#store.profile() !== null)
    this.#collecting = work.catch(() => undefined)
    // What was asked for meanwhile may be of chunks that this search has passed.
    if ((await work) && asked === chunks.asked) this.#store.transaction(() => chunks.collected(begun))
  }
}

/** @throws LaurelError `invalid_request` if the manifest contradicts itself */
export function lengthsOf(manifest: Manifest): Map<string, number> {
  const lengths = chunkLengths(manifest)
  if (lengths) return lengths
  throw new LaurelError(
    'invalid_request',
    'chunks: The same chunk can’t be both a full one and the shorter last one.',
  )
}

function uploadNotFound(): LaurelError {
  return new LaurelError('upload_not_found', 'No such upload: it has ended or timed out.', {
    hint: 'Start it again: nothing that arrived needs resending.',
  })
}

export function uploadExpired(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The upload timed out, or its history was removed.', {
    hint: 'Send it again.',
  })
}

/** Returns the error for bytes that do not belong to the upload. */
export function chunkMismatch(): LaurelError {
  return new LaurelError('chunk_mismatch', 'These bytes don’t match the announced chunk.', {
    hint: 'The history may have changed. Start the upload again.',
  })
}
