import type { Config } from '../src/config.ts'
import type { SnapshotReceipt } from '../src/contract/snapshots.ts'
import { LaurelError } from '../src/errors.ts'
import { ChunkStore } from '../src/storage/chunk-store.ts'
import { tooLarge, writeSnapshot } from '../src/storage/snapshot-writer.ts'
import { unwrap } from './outcome.ts'
import { profileObject } from './profiles.ts'

export interface IncomingSnapshot {
  profileId: string
  source: string
  body: ReadableStream<Uint8Array> | null
  gzip: boolean
  /** The size that the request declares, where it says one. */
  declaredBytes: number | null
}

/**
 * Streams an upload into R2 and makes it the source's latest snapshot. Refused uploads leave nothing behind,
 * and what was there before stays.
 * @throws LaurelError of the writer (`snapshot_too_large`, `bad_gzip`, `empty_upload`) and of the reader (see
 * `openSnapshot`)
 */
export async function receiveSnapshot(
  env: Env,
  config: Config,
  incoming: IncomingSnapshot,
): Promise<SnapshotReceipt> {
  const { profileId, source, body, gzip, declaredBytes } = incoming
  const maxBytes = config.SNAPSHOT_MAX_BYTES
  if (declaredBytes !== null && declaredBytes > maxBytes) throw tooLarge(maxBytes)
  if (!body) {
    throw new LaurelError('empty_upload', 'The upload is empty.', {
      hint: 'Send the bytes of state.db as the body.',
    })
  }
  const object = profileObject(env, profileId)
  const store = new ChunkStore(env.SNAPSHOTS, profileId)
  const upload = unwrap(await object.beginUpload(source))
  try {
    const known = new Set(upload.known)
    const manifest = await writeSnapshot(body, store, {
      chunkSize: config.CHUNK_BYTES,
      maxBytes,
      gzip,
      known,
    })
    return unwrap(await object.commitUpload(upload.id, source, manifest))
  } catch (error) {
    // A profile that was deleted meanwhile must not keep what came after.
    if (error instanceof LaurelError && error.code === 'profile_not_found') await store.erase()
    else await object.abandonUpload(upload.id)
    throw error
  }
}
