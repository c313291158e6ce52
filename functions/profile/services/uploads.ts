import type { Config } from '../../../src/config.ts'
import type { Manifest, SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { type ChunkRetention, chunkMismatch, uploadExpired, type WrittenChunk } from '../chunk-retention.ts'
import type { ProfileContext } from '../context.ts'
import type { ProfileScanner } from '../scanner.ts'
import type { SnapshotHandle } from '../snapshot-handle.ts'
import { tooManySources } from './sources.ts'

/** The agent may keep the newest rows in a log, or have closed the history; the file alone does not show which. */
const WITHOUT_LOG =
  'It came without a state.db-wal. If there is one next to it, the newest rows are in that: send both with “laurel push --upload”.'

/** Response to `begin`. */
export interface UploadTerms {
  id: string
  /** Chunks that need not be sent. */
  known: string[]
  /** Bytes that the history may have. */
  remainingBytes: number
}

/** Response to `expects`. */
export interface ExpectedChunk {
  /** Its length. */
  bytes: number
  /** Number of its write. */
  write: number
}

/** Response to `commitChunked`. */
export type ChunkedCommit = { receipt: SnapshotReceipt } | { missing: string[] }

/** Accepts uploads, whole or in chunks. A snapshot that cannot be opened is refused, and the previous one stays. */
export class Uploads {
  readonly calls = [
    'begin',
    'commit',
    'announces',
    'beginChunked',
    'expects',
    'drops',
    'keeps',
    'commitChunked',
    'abandon',
  ] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner
  readonly #config: Config
  readonly #retention: ChunkRetention
  readonly #snapshots: SnapshotHandle

  constructor(
    context: ProfileContext,
    scanner: ProfileScanner,
    { retention, snapshots }: { retention: ChunkRetention; snapshots: SnapshotHandle },
  ) {
    this.#context = context
    this.#store = context.store
    this.#scanner = scanner
    this.#config = context.config
    this.#retention = retention
    this.#snapshots = snapshots
  }

  /** @throws LaurelError `too_many_sources`, `profile_full` */
  async begin(profileId: string, source: string): Promise<UploadTerms> {
    this.#context.profile(profileId)
    const remainingBytes = this.#remainingBytes(source)
    if (remainingBytes <= 0) throw profileFull(this.#config)
    const begun = await this.#retention.begin(source, this.#context.now())
    await this.#scanner.schedule()
    return { ...begun, remainingBytes }
  }

  /** Takes note of the next chunk of a whole file, before it is put. @throws LaurelError `snapshot_replaced` */
  async announces(profileId: string, uploadId: string, sha256: string): Promise<void> {
    this.#context.profile(profileId)
    await this.#retention.announce(uploadId, sha256, this.#context.now())
  }

  async commit(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<SnapshotReceipt> {
    this.#context.profile(profileId)
    await this.#retention.complete(this.#context.chunks(), uploadId, manifest, this.#context.now())
    return this.#accept(profileId, source, manifest, () =>
      this.#retention.commit(uploadId, source, manifest, this.#context.now()),
    )
  }

  /** @throws LaurelError `too_many_sources`, `profile_full` */
  async beginChunked(profileId: string, source: string, manifest: Manifest) {
    this.#context.profile(profileId)
    const begun = await this.#retention.beginChunked(this.#context.chunks(), source, manifest, {
      now: this.#context.now(),
      checkRoom: () => this.#checkRoom(source),
    })
    await this.#scanner.schedule()
    return begun
  }

  /**
   * Notes that a chunk is on its way.
   * @throws LaurelError `upload_not_found`, `too_many_chunks`; `chunk_mismatch` if the upload has no such chunk
   */
  expects(profileId: string, uploadId: string, sha256: string): ExpectedChunk {
    this.#context.profile(profileId)
    const now = this.#context.now()
    const { manifest } = this.#retention.chunked(uploadId, now)
    const bytes = this.#store.manifests.lengthOf(manifest, sha256)
    if (bytes === null) throw chunkMismatch()
    if (this.#store.chunks.writes(uploadId, now) >= this.#config.CHUNKS_AT_ONCE_MAX) {
      throw tooManyChunks(this.#config)
    }
    const endsAt = now + this.#config.CHUNK_WRITE_SECONDS
    return { bytes, write: this.#store.chunks.beginWrite(uploadId, bytes, endsAt) }
  }

  /** Gives up a write. `sent`: it may have arrived all the same, so it counts until its time is over. */
  drops(profileId: string, write: number, sent: boolean): void {
    this.#context.profile(profileId)
    if (sent) this.#store.chunks.loseWrite(write)
    else this.#store.chunks.endWrite(write)
  }

  /**
   * Takes note of a chunk that was written. Returns false if the profile is gone, and nobody would collect it.
   * @throws LaurelError `profile_full`, `snapshot_replaced`: no more of a whole file can be used
   */
  async keeps(profileId: string, source: string, uploadId: string, chunk: WrittenChunk): Promise<boolean> {
    if (this.#store.profile()?.id !== profileId) return false
    const open = this.#retention.wrote(uploadId, chunk, this.#context.now())
    if (!open) await this.#scanner.schedule()
    if (chunk.write !== null) return true
    if (!open) throw uploadExpired()
    this.#checkRoom(source)
    return true
  }

  /** Commits an upload in chunks, or returns the missing ones. Idempotent: a second commit returns the same receipt. */
  async commitChunked(profileId: string, uploadId: string): Promise<ChunkedCommit> {
    this.#context.profile(profileId)
    const upload = this.#retention.chunked(uploadId, this.#context.now())
    const { source } = upload
    if (upload.receipt) return { receipt: upload.receipt }
    const manifest = this.#store.manifests.get(upload.manifest)
    const missing = await this.#retention.missing(this.#context.chunks(), manifest)
    if (missing.length > 0) return { missing }
    const receipt = await this.#accept(profileId, source, manifest, () => {
      // The upload may have ended, or its source been renamed, during the search for missing chunks.
      const now = this.#context.now()
      return this.#retention.commitChunked(this.#retention.chunked(uploadId, now).source, manifest, now)
    })
    this.#store.uploads.saveReceipt(uploadId, receipt)
    return { receipt }
  }

  /** Ends an upload without a snapshot; its chunks will be collected. */
  async abandon(uploadId: string): Promise<void> {
    if (!this.#store.profile()) return
    this.#retention.abandon(uploadId, this.#context.now())
    await this.#scanner.schedule()
  }

  async #accept(
    profileId: string,
    source: string,
    manifest: Manifest,
    commit: () => boolean,
  ): Promise<SnapshotReceipt> {
    this.#context.profile(profileId)
    const { lacksLog } = await this.#snapshots.probe(this.#context.chunks(), manifest)
    // The profile may have been erased, or other uploads committed, meanwhile.
    this.#context.profile(profileId)
    this.#checkRoom(source)
    const unchanged = commit()
    const scan = await this.#scanner.scanUpload(unchanged)
    await this.#scanner.schedule()
    const receipt = { source, sha256: manifest.sha256, bytes: bytesOf(manifest), unchanged, scan }
    return lacksLog ? { ...receipt, hint: WITHOUT_LOG } : receipt
  }

  #checkRoom(source: string): void {
    if (this.#remainingBytes(source) < 0) throw profileFull(this.#config)
  }

  /**
   * Returns how many bytes may be stored, apart from those of the snapshot that is replaced.
   * @throws LaurelError `too_many_sources`
   */
  #remainingBytes(source: string): number {
    const { chunks, sourceTable } = this.#store
    const names = sourceTable.names()
    if (names.length >= this.#config.SOURCES_MAX && !names.includes(source)) {
      throw tooManySources(this.#config)
    }
    return this.#config.PROFILE_MAX_BYTES - chunks.storedBytes() + chunks.bytesOfSource(source)
  }
}

function bytesOf({ size, wal }: Manifest): number {
  return size + (wal?.size ?? 0)
}

function profileFull({ PROFILE_MAX_BYTES }: Config): LaurelError {
  const limit = `${Math.floor(PROFILE_MAX_BYTES / 1_048_576)} MiB`
  return new LaurelError('profile_full', `The histories of a profile can take at most ${limit} in total.`, {
    hint: 'Remove one, or set it to be deleted after scanning.',
  })
}

function tooManyChunks({ CHUNKS_AT_ONCE_MAX }: Config): LaurelError {
  return new LaurelError('too_many_chunks', `An upload takes at most ${CHUNKS_AT_ONCE_MAX} chunks at once.`, {
    hint: 'Retry when another one has arrived.',
  })
}
