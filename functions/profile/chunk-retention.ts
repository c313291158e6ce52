import type { Config } from '../../src/config.ts'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import { LaurelError } from '../../src/errors.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'
import type { ChunkedUpload } from '../../src/storage/upload-table.ts'
import type { ProfileContext } from './context.ts'

/**
 * Which chunks stay: those of the latest snapshots, of the one that a scan reads, and of uploads that are under
 * way. The others are collected, never while an upload goes on. Times are Unix seconds.
 */
export class ChunkRetention {
  readonly #store: ProfileStore
  readonly #config: Config
  /** The deletion that is under way. */
  #collecting: Promise<unknown> = Promise.resolve()

  constructor({ store, config }: ProfileContext) {
    this.#store = store
    this.#config = config
  }

  /** When there is something to collect; null for never. */
  get dueAt(): number | null {
    return this.#store.collection()?.due_at ?? null
  }

  /**
   * Announces an upload: until it ends no chunk is collected. Answers the chunks that need not be sent: none
   * after a failed scan, which may have missed one.
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
   * Ends an upload with its snapshot in the place of the source's latest one. Answers whether it is the same
   * as before.
   * @throws LaurelError `snapshot_replaced` when the upload took too long
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
   * Announces a snapshot that comes in chunks, or goes on with it. Until it ends or takes too long its chunks are
   * kept, those included that are here already.
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

  /** An upload in chunks that has not ended. @throws LaurelError `upload_not_found` */
  chunked(uploadId: string, now: number): ChunkedUpload {
    const upload = this.#store.uploads.chunked(uploadId, now)
    if (!upload) throw uploadNotFound()
    return upload
  }

  /** Puts a snapshot, all of whose chunks are here, in the place of its source's latest one. Answers whether it is the same. */
  commitChunked({ source, manifest }: ChunkedUpload, now: number): boolean {
    return this.#store.transaction(() => this.#replace(source, manifest, now))
  }

  /** Ends an upload without a snapshot. */
  abandon(uploadId: string, now: number): void {
    this.#store.uploads.end(uploadId)
    this.#store.saveCollection({ due_at: now })
  }

  /** Deletes the chunks that nothing needs, when that is due; stops when an upload begins. */
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
    // An upload that began or ended meanwhile has set a time of its own.
    if (!done || this.dueAt !== collection.due_at) return
    const expiry = uploads.nextExpiry()
    this.#store.saveCollection(expiry === null ? null : { due_at: expiry })
  }
}

/** The chunks that a snapshot consists of. */
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
