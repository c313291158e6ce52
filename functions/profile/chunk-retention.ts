import type { Config } from '../../src/config.ts'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import { LaurelError } from '../../src/errors.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'
import type { ChunkedUpload } from '../../src/storage/upload-table.ts'
import type { ProfileContext } from './context.ts'

/**
 * Garbage collection of chunks. Kept are those of the latest snapshots, of the snapshot that a scan reads, and of
 * uploads in progress. Nothing is collected during an upload. Times are Unix seconds.
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
    return this.#store.collection()?.due_at ?? null
  }

  /**
   * Announces an upload; until it ends, no chunk is collected. Returns the chunks that need not be sent: none after
   * a failed scan, which may have failed because one is missing.
   */
  async begin(source: string, now: number): Promise<{ id: string; known: string[] }> {
    const id = crypto.randomUUID()
    const expiresAt = now + this.#config.UPLOAD_TTL_SECONDS
    this.#store.uploads.begin(id, source, expiresAt)
    this.#store.saveCollection({ due_at: expiresAt })
    await this.#collecting
    const { failure } = this.#store.scanState()
    return { id, known: failure ? [] : [...this.#store.sourceTable.neededChunks()] }
  }

  /**
   * Ends an upload and replaces the source's latest snapshot by it. Returns true if both are the same.
   * @throws LaurelError `snapshot_replaced` if the upload took too long
   */
  commit(uploadId: string, source: string, manifest: Manifest, now: number): boolean {
    return this.#store.transaction(() => {
      if (!this.#store.uploads.end(uploadId)) throw uploadExpired()
      return this.#replace(source, manifest, now)
    })
  }

  #replace(source: string, manifest: Manifest, now: number): boolean {
    this.#store.saveCollection({ due_at: now })
    if (this.#store.sourceTable.has(source, manifest.sha256, STATS_VERSION)) return true
    this.#store.sourceTable.replace(source, manifest, now)
    return false
  }

  /**
   * Announces a snapshot that is sent in chunks, or resumes it. Its chunks, including those that are stored already,
   * are kept until it ends or expires.
   */
  async beginChunked(
    chunks: ChunkStore,
    source: string,
    manifest: Manifest,
    now: number,
  ): Promise<{ id: string; missing: string[]; expiresAt: number }> {
    const expiresAt = now + this.#config.CHUNKED_UPLOAD_TTL_SECONDS
    const id = this.#store.uploads.beginChunked(crypto.randomUUID(), source, manifest, expiresAt)
    this.#store.saveCollection({ due_at: expiresAt })
    await this.#collecting
    return { id, missing: await chunks.missing(chunksOf(manifest)), expiresAt }
  }

  /** Returns an open upload in chunks. @throws LaurelError `upload_not_found` */
  chunked(uploadId: string, now: number): ChunkedUpload {
    const upload = this.#store.uploads.chunked(uploadId, now)
    if (!upload) throw uploadNotFound()
    return upload
  }

  /** Replaces the source's latest snapshot; all chunks must be stored. Returns true if both are the same. */
  commitChunked({ source, manifest }: ChunkedUpload, now: number): boolean {
    return this.#store.transaction(() => this.#replace(source, manifest, now))
  }

  /** Ends an upload without a snapshot. */
  abandon(uploadId: string, now: number): void {
    this.#store.uploads.end(uploadId)
    this.#store.saveCollection({ due_at: now })
  }

  /** Deletes unreferenced chunks if that is due. Stops if an upload begins. */
  async collect(chunks: ChunkStore, now: () => number): Promise<void> {
    const { sourceTable, uploads } = this.#store
    const collection = this.#store.collection()
    if (!collection || collection.due_at > now()) return
    if (uploads.wholeUnderWay(now())) {
      this.#store.saveCollection({ due_at: now() + this.#config.UPLOAD_TTL_SECONDS })
      return
    }
    const mayGoOn = () => this.#store.profile() !== null && !uploads.wholeUnderWay(now())
    const work = chunks.collect(sourceTable.neededChunks(), mayGoOn)
    this.#collecting = work.catch(() => undefined)
    const done = await work
    // An upload that began or ended during the deletion has set its own time.
    if (!done || this.dueAt !== collection.due_at) return
    const expiry = uploads.nextExpiry()
    this.#store.saveCollection(expiry === null ? null : { due_at: expiry })
  }
}

/** Returns the chunks of a snapshot, including those of its log. */
export function chunksOf({ chunks, wal }: Manifest): string[] {
  return [...chunks, ...(wal?.chunks ?? [])]
}

function uploadNotFound(): LaurelError {
  return new LaurelError('upload_not_found', 'There is no such upload: it has ended, or it took too long.', {
    hint: 'Begin it again: what has arrived need not be sent twice.',
  })
}

function uploadExpired(): LaurelError {
  return new LaurelError(
    'snapshot_replaced',
    'The upload took too long, or its history was removed meanwhile.',
    {
      hint: 'Send it again.',
    },
  )
}
