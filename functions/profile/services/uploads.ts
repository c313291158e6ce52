import type { Config } from '../../../src/config.ts'
import type { Manifest, SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { UploadTerms } from '../calls.ts'
import { chunksOf } from '../chunk-retention.ts'
import type { ProfileScanner } from '../scanner.ts'
import { tooManySources } from './sources.ts'

/** The agent may keep the newest rows in a log, or have closed the history: the file alone does not tell. */
const WITHOUT_LOG =
  'It came without a state.db-wal. If one lies beside it, the newest rows are in that: send both with “laurel push --upload”.'

/** What the commit of an upload in chunks came to. */
export type ChunkedCommit = { receipt: SnapshotReceipt } | { missing: string[] }

/** Takes uploads in, whole or in chunks. A snapshot that can't be opened is refused, and what was there before stays. */
export class Uploads {
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner
  readonly #config: Config

  constructor(store: ProfileStore, scanner: ProfileScanner, config: Config) {
    this.#store = store
    this.#scanner = scanner
    this.#config = config
  }

  /** @throws LaurelError `too_many_sources`, `profile_full` */
  async begin(profileId: string, source: string): Promise<UploadTerms> {
    this.#scanner.profile(profileId)
    const room = this.#room(source, '')
    if (room <= 0) throw profileFull(this.#config)
    const begun = await this.#scanner.retention.begin(source, this.#scanner.now())
    await this.#scanner.schedule()
    return { ...begun, room }
  }

  async commit(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<SnapshotReceipt> {
    const { retention } = this.#scanner
    return this.#accept(profileId, source, manifest, () =>
      retention.commit(uploadId, source, manifest, this.#scanner.now()),
    )
  }

  /** @throws LaurelError `too_many_sources`, `profile_full` */
  async beginChunked(profileId: string, source: string, manifest: Manifest) {
    this.#scanner.profile(profileId)
    if (bytesOf(manifest) > this.#room(source, manifest.sha256)) throw profileFull(this.#config)
    const { retention } = this.#scanner
    const begun = await retention.beginChunked(this.#scanner.chunks(), source, manifest, this.#scanner.now())
    await this.#scanner.schedule()
    return begun
  }

  /** Whether a chunk is part of an upload that has not ended. @throws LaurelError `upload_not_found` */
  expects(profileId: string, uploadId: string, sha256: string): boolean {
    this.#scanner.profile(profileId)
    return chunksOf(this.#scanner.retention.chunked(uploadId, this.#scanner.now()).manifest).includes(sha256)
  }

  /** Commits an upload in chunks, or names those that are missing. Committed before: the same answer again. */
  async commitChunked(profileId: string, uploadId: string): Promise<ChunkedCommit> {
    this.#scanner.profile(profileId)
    const { retention } = this.#scanner
    const upload = retention.chunked(uploadId, this.#scanner.now())
    const { source, manifest } = upload
    if (upload.receipt) return { receipt: upload.receipt }
    const missing = await this.#scanner.chunks().missing(chunksOf(manifest))
    if (missing.length > 0) return { missing }
    const receipt = await this.#accept(profileId, source, manifest, () =>
      // It may have been given up, or its source called otherwise, while its chunks were looked for.
      retention.commitChunked(retention.chunked(uploadId, this.#scanner.now()), this.#scanner.now()),
    )
    this.#store.uploads.saveReceipt(uploadId, receipt)
    return { receipt }
  }

  /** Gives an upload up; its chunks are collected. */
  async abandon(uploadId: string): Promise<void> {
    this.#scanner.retention.abandon(uploadId, this.#scanner.now())
    await this.#scanner.schedule()
  }

  async #accept(
    profileId: string,
    source: string,
    manifest: Manifest,
    commit: () => boolean,
  ): Promise<SnapshotReceipt> {
    this.#scanner.profile(profileId)
    const { lacksLog } = await this.#scanner.snapshots.probe(this.#scanner.chunks(), manifest)
    // It may have been erased, and others may have come, meanwhile.
    this.#scanner.profile(profileId)
    if (bytesOf(manifest) > this.#room(source, manifest.sha256)) throw profileFull(this.#config)
    const unchanged = commit()
    const scan = await this.#scanner.scanUpload(unchanged)
    await this.#scanner.schedule()
    const receipt = { source, sha256: manifest.sha256, bytes: bytesOf(manifest), unchanged, scan }
    return lacksLog ? { ...receipt, hint: WITHOUT_LOG } : receipt
  }

  /** Bytes that the profile has left for a source's next snapshot. @throws LaurelError `too_many_sources` */
  #room(source: string, version: string): number {
    const sources = this.#store.sources()
    if (sources.length >= this.#config.SOURCES_MAX && !sources.some(({ name }) => name === source)) {
      throw tooManySources(this.#config)
    }
    const { sourceTable, uploads } = this.#store
    const others = sourceTable.bytesBeside(source) + uploads.bytesBeside(version, this.#scanner.now())
    return this.#config.PROFILE_MAX_BYTES - others
  }
}

function bytesOf({ size, wal }: Manifest): number {
  return size + (wal?.size ?? 0)
}

function profileFull({ PROFILE_MAX_BYTES }: Config): LaurelError {
  const limit = `${Math.floor(PROFILE_MAX_BYTES / 1_048_576)} MiB`
  return new LaurelError('profile_full', `The histories of a profile have at most ${limit} together.`, {
    hint: 'Remove one, or set it to be deleted after its scan.',
  })
}
