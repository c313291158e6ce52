import type { Config } from '../../src/config.ts'
import type { FileManifest, Manifest } from '../../src/contract/snapshots.ts'
import { sha256Hex } from '../../src/digest.ts'
import { checkMagic, isInWalMode } from '../../src/snapshot/header.ts'
import { notePages } from '../../src/snapshot/pages/page-notes.ts'
import { isLog } from '../../src/snapshot/wal.ts'
import type { PullProgress, StoredPull } from '../../src/storage/pull-table.ts'
import { emptyUpload, mostlyEmpty, tooLarge } from '../../src/storage/snapshot-writer.ts'
import { type ChunkRetention, uploadExpired, type WrittenChunk } from './chunk-retention.ts'
import { type ProfileContext, profileGone } from './context.ts'

/** Takes a snapshot chunk by chunk: the service for uploads. */
export interface SnapshotUploads {
  begin(profileId: string, source: string): Promise<{ id: string }>
  keeps(profileId: string, source: string, uploadId: string, chunk: WrittenChunk): Promise<boolean>
  commit(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<{ sha256: string; unchanged: boolean }>
  abandon(uploadId: string): Promise<void>
}

/** The file is not what it has to be: there is no log at the address of one. */
export class NoLog extends Error {}

/** Stores what a pull fetches, chunk by chunk, and remembers how far it has come after each. */
export class PullWriter {
  readonly #context: ProfileContext
  readonly #retention: ChunkRetention
  readonly #uploads: () => SnapshotUploads

  constructor(context: ProfileContext, retention: ChunkRetention, uploads: () => SnapshotUploads) {
    this.#context = context
    this.#retention = retention
    this.#uploads = uploads
  }

  /** Begins an upload for a pull. Returns its id. @throws LaurelError `too_many_sources`, `profile_full` */
  async begin({ source }: StoredPull): Promise<string> {
    return (await this.#uploads().begin(this.#context.profile().id, source)).id
  }

  /** Ends an upload without a snapshot, if it is still there. */
  async abandon({ uploadId }: PullProgress): Promise<void> {
    await this.#uploads().abandon(uploadId)
  }

  /** Whether what a pull has fetched before is still there. */
  isOpen({ uploadId }: PullProgress): boolean {
    return this.#context.store.uploads.draft(uploadId, this.#context.now()) !== null
  }

  /**
   * Stores chunks of the file that is being fetched, and updates `progress` with each. They follow those that are there,
   * or take their place if the file is read whole.
   * @throws LaurelError if the file is not a history or too large, or there is no more room; NoLog
   */
  async store(
    { id }: StoredPull,
    progress: PullProgress,
    chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    const { store, config } = this.#context
    const wal = progress.file === 'wal' ? 1 : 0
    const stored = Math.ceil(progress.bytes / config.CHUNK_BYTES)
    const file = { wal, stored, kept: progress.isWhole ? 0 : stored } as const
    const known = this.#retention.resume(progress.uploadId, file, this.#context.now())
    if (progress.isWhole) progress.bytes = 0
    for await (const chunk of chunks) {
      if (progress.bytes === 0) await this.#checkStart(progress, chunk)
      checkSize(progress.mainBytes + progress.bytes + chunk.length, config)
      await this.#put(progress, chunk, known)
      if (!store.profile()) throw profileGone()
      progress.bytes += chunk.length
      store.pulls.saveProgress(id, progress)
    }
  }

  async #checkStart(progress: PullProgress, start: Uint8Array): Promise<void> {
    if (progress.file === 'wal') {
      if (!isLog(start)) throw new NoLog()
      return
    }
    checkMagic(start, start.length)
    const source = { size: start.length, read: (from: number, to: number) => start.subarray(from, to) }
    progress.walMode = await isInWalMode(source)
  }

  async #put({ uploadId, file }: PullProgress, chunk: Uint8Array<ArrayBuffer>, known: Set<string>) {
    const sha256 = await sha256Hex(chunk)
    await this.#retention.announce(uploadId, sha256, this.#context.now(), file === 'wal' ? 1 : 0)
    if (known.has(sha256)) return
    const { id } = this.#context.profile()
    const source = this.#context.store.uploads.sourceOf(uploadId)
    if (source === null) throw uploadExpired()
    const written = { sha256, bytes: chunk.length, notes: notePages(chunk), write: null }
    const wanted = () => this.#uploads().keeps(id, source, uploadId, written)
    if (!(await this.#context.chunks().put(sha256, chunk, wanted))) throw profileGone()
    known.add(sha256)
  }

  /** Starts the log of a database that is here already. Returns false if that is not the one that was pulled last. */
  copyMain(source: string, progress: PullProgress, sha256: string): boolean {
    const { sourceTable, manifests, uploads } = this.#context.store
    const stored = sourceTable.stored().find((history) => history.source === source)?.manifest
    const draft = uploads.draft(progress.uploadId, this.#context.now())
    if (stored?.sha256 !== sha256 || draft === null) return false
    manifests.setDraftChunks(draft, stored.chunks)
    progress.mainBytes = stored.size
    return true
  }

  /**
   * Makes what was fetched the latest snapshot of its source.
   * @throws LaurelError as `Uploads.commit`
   */
  async commit(
    { source }: StoredPull,
    progress: PullProgress,
  ): Promise<{ sha256: string; unchanged: boolean }> {
    const manifest = await this.#manifest(progress)
    const { id } = this.#context.profile()
    return this.#uploads().commit(id, progress.uploadId, source, manifest)
  }

  /** Named as if it had been uploaded in chunks, so that the same history has the same name either way. */
  async #manifest(progress: PullProgress): Promise<Manifest> {
    const { manifests, uploads } = this.#context.store
    const draft = uploads.draft(progress.uploadId, this.#context.now())
    if (draft === null) throw uploadExpired()
    const fileOf = (size: number, wal: 0 | 1): FileManifest => ({
      size,
      chunk_size: this.#context.config.CHUNK_BYTES,
      chunks: manifests.chunksOf(draft, wal),
    })
    const isLogKept = progress.file === 'wal' && progress.bytes > 0
    const main = fileOf(progress.file === 'wal' ? progress.mainBytes : progress.bytes, 0)
    const wal = isLogKept ? fileOf(progress.bytes, 1) : null
    if (main.size === 0) throw emptyUpload()
    const all = [...main.chunks, ...(wal?.chunks ?? [])]
    if (all.length > new Set(all).size * this.#context.config.CHUNK_REPEATS_MAX) throw mostlyEmpty()
    return { ...main, sha256: await sha256Hex(JSON.stringify([main, wal])), wal }
  }
}

/** @throws LaurelError `snapshot_too_large` */
export function checkSize(bytes: number, { SNAPSHOT_MAX_BYTES }: Config): void {
  if (bytes > SNAPSHOT_MAX_BYTES) throw tooLarge(SNAPSHOT_MAX_BYTES)
}
