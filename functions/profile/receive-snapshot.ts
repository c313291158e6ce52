import type { Config } from '../../src/config.ts'
import type { SnapshotReceipt } from '../../src/contract/snapshots.ts'
import { checkMagic } from '../../src/snapshot/header.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileKey } from '../../src/storage/registry.ts'
import { emptyUpload, tooLarge, writeSnapshot } from '../../src/storage/snapshot-writer.ts'
import { profileClient } from './client.ts'

export interface IncomingSnapshot {
  profile: ProfileKey
  source: string
  body: ReadableStream<Uint8Array> | null
  gzip: boolean
  /** The size that the request declares, where it says one. */
  declaredBytes: number | null
}

/**
 * Streams an upload into R2 and makes it the source's latest snapshot. Refused uploads leave nothing behind,
 * and what was there before stays.
 * @throws LaurelError of the writer (see `writeSnapshot`) and of the reader (see
 * `openSnapshot`)
 */
export async function receiveSnapshot(
  env: Env,
  config: Config,
  incoming: IncomingSnapshot,
): Promise<SnapshotReceipt> {
  const { profile, source, body, gzip, declaredBytes } = incoming
  const maxBytes = config.SNAPSHOT_MAX_BYTES
  if (declaredBytes !== null && declaredBytes > maxBytes) throw tooLarge(maxBytes)
  if (!body) throw emptyUpload()
  const object = profileClient(env, profile.handle)
  const store = new ChunkStore(env.SNAPSHOTS, profile.id)
  const upload = await object.uploads.begin(profile.id, source)
  try {
    const manifest = await writeSnapshot(body, store, {
      chunkSize: config.CHUNK_BYTES,
      maxBytes: Math.min(maxBytes, upload.room),
      gzip,
      known: new Set(upload.known),
      checkStart: (start) => checkMagic(start, start.length),
    })
    return await object.uploads.commit(profile.id, upload.id, source, manifest)
  } catch (error) {
    // Where this fails too, the upload ends by its time.
    await object.uploads.abandon(upload.id).catch(() => undefined)
    // A profile that was deleted meanwhile must not keep what came after.
    if ((await object.profile.get())?.id !== profile.id) await store.erase()
    throw error
  }
}
