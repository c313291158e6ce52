import type { Manifest, SnapshotReceipt } from '../src/contract/snapshots.ts'
import type { ChunkStore } from '../src/storage/chunk-store.ts'
import type { ProfileStore } from '../src/storage/profile-store.ts'
import { type ChunkKeeper, chunksOf } from './chunk-keeper.ts'
import type { PinnedSnapshots } from './pinned-snapshots.ts'

/** What the commit of an upload in chunks came to. */
export type ChunkedCommit = { receipt: SnapshotReceipt } | { missing: string[] }

/** What a profile's object lends to the taking in of uploads. */
export interface UploadPorts {
  store: ProfileStore
  keeper: ChunkKeeper
  snapshots: PinnedSnapshots
  chunks: () => ChunkStore
  /** @throws LaurelError `profile_not_found` when another profile, or none, is here by now */
  check: (profileId: string) => void
  /** Unix seconds. */
  now: () => number
  /** Scans what has come; `unchanged` says that it was here before. */
  scan: (unchanged: boolean) => Promise<SnapshotReceipt['scan']>
}

/** Takes uploads in, whole or in chunks. A snapshot that can't be opened is refused, and what was there before stays. */
export class UploadDesk {
  readonly #ports: UploadPorts

  constructor(ports: UploadPorts) {
    this.#ports = ports
  }

  async begin(profileId: string, source: string): Promise<{ id: string; known: string[] }> {
    this.#ports.check(profileId)
    return this.#ports.keeper.begin(source, this.#ports.now())
  }

  async commit(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<SnapshotReceipt> {
    const { keeper, now } = this.#ports
    return this.#accept(profileId, source, manifest, () => keeper.commit(uploadId, source, manifest, now()))
  }

  async beginChunked(profileId: string, source: string, manifest: Manifest) {
    const { check, keeper, chunks, now } = this.#ports
    check(profileId)
    return keeper.beginChunked(chunks(), source, manifest, now())
  }

  /** Whether a chunk is part of an upload that has not ended. @throws LaurelError `upload_not_found` */
  expects(profileId: string, uploadId: string, sha256: string): boolean {
    const { check, keeper, now } = this.#ports
    check(profileId)
    return chunksOf(keeper.chunked(uploadId, now()).manifest).includes(sha256)
  }

  /** Commits an upload in chunks, or names those that are missing. Committed before: the same answer again. */
  async commitChunked(profileId: string, uploadId: string): Promise<ChunkedCommit> {
    const { check, keeper, chunks, now, store } = this.#ports
    check(profileId)
    const upload = keeper.chunked(uploadId, now())
    const { source, manifest } = upload
    if (upload.receipt) return { receipt: upload.receipt }
    const missing = await chunks().missing(chunksOf(manifest))
    if (missing.length > 0) return { missing }
    const receipt = await this.#accept(profileId, source, manifest, () => keeper.commitChunked(upload, now()))
    store.sourceTable.saveReceipt(uploadId, receipt)
    return { receipt }
  }

  async #accept(
    profileId: string,
    source: string,
    manifest: Manifest,
    commit: () => boolean,
  ): Promise<SnapshotReceipt> {
    const { check, snapshots, chunks, scan } = this.#ports
    check(profileId)
    await snapshots.probe(chunks(), manifest)
    // It may have been erased meanwhile.
    check(profileId)
    const unchanged = commit()
    const bytes = manifest.size + (manifest.wal?.size ?? 0)
    return { source, sha256: manifest.sha256, bytes, unchanged, scan: await scan(unchanged) }
  }
}
