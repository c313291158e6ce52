import type { Config } from '../src/config.ts'
import type { Manifest } from '../src/contract/snapshots.ts'
import { LaurelError } from '../src/errors.ts'
import type { ChunkStore } from '../src/storage/chunk-store.ts'
import type { ProfileStore } from '../src/storage/profile-store.ts'

/**
 * Which chunks stay: those of the latest snapshots, of the one that a scan reads, and of uploads that are under
 * way. The others are collected, never while an upload goes on. Times are Unix seconds.
 */
export class ChunkKeeper {
  readonly #store: ProfileStore
  readonly #config: Config
  /** The deletion that is under way. */
  #collecting: Promise<unknown> = Promise.resolve()

  constructor(store: ProfileStore, config: Config) {
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
    this.#store.sourceTable.beginUpload(id, source, expiresAt)
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
      if (!this.#store.sourceTable.endUpload(uploadId)) throw uploadExpired()
      this.#store.saveCollection({ due_at: now })
      const latest = this.#store.sources().find(({ name }) => name === source)
      if (latest?.version === manifest.sha256) return true
      this.#store.sourceTable.replace(source, manifest, now)
      return false
    })
  }

  /** Ends an upload without a snapshot. */
  abandon(uploadId: string, now: number): void {
    this.#store.sourceTable.endUpload(uploadId)
    this.#store.saveCollection({ due_at: now })
  }

  /** Deletes the chunks that nothing needs, when that is due; stops when an upload begins. */
  async collect(chunks: ChunkStore, now: () => number): Promise<void> {
    const { sourceTable } = this.#store
    const collection = this.#store.collection()
    if (!collection || collection.due_at > now()) return
    if (sourceTable.uploading(now())) {
      this.#store.saveCollection({ due_at: now() + this.#config.UPLOAD_TTL_SECONDS })
      return
    }
    const mayGoOn = () => this.#store.profile() !== null && !sourceTable.uploading(now())
    const work = chunks.collect(sourceTable.neededChunks(), mayGoOn)
    this.#collecting = work.catch(() => undefined)
    const done = await work
    // An upload that began or ended meanwhile has set a time of its own.
    if (done && this.dueAt === collection.due_at) this.#store.saveCollection(null)
  }
}

function uploadExpired(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The upload took too long and was given up.', {
    hint: 'Send it again.',
  })
}
