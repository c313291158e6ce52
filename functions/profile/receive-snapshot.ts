import type { Config } from '../../src/config.ts'
import type { SnapshotReceipt } from '../../src/contract/snapshots.ts'
import { checkMagic } from '../../src/snapshot/header.ts'
import type { ProfileKey } from '../../src/storage/registry.ts'
import { emptyUpload, tooLarge, writeSnapshot } from '../../src/storage/snapshot-writer.ts'
import { profileClient } from './client.ts'
import { putChunk } from './receive-chunk.ts'

export interface IncomingSnapshot {
  profile: ProfileKey
  source: string
  body: ReadableStream<Uint8Array> | null
  gzip: boolean
  /** The declared size; null if the request declares none. */
  declaredBytes: number | null
}

/**
 * Streams an upload into R2 and makes it the source's latest snapshot. A refused upload leaves nothing behind and
 * changes nothing.
 * @throws LaurelError of `writeSnapshot` and `openSnapshot`
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
  const client = profileClient(env, profile.handle)
  const upload = await client.uploads.begin(profile.id, source)
  try {
    const store = (sha256: string, bytes: Uint8Array) =>
      putChunk(env, { profile, source, uploadId: upload.id }, bytes, { sha256, write: null })
    const manifest = await writeSnapshot(body, store, {
      chunkSize: config.CHUNK_BYTES,
      maxBytes: Math.min(maxBytes, upload.remainingBytes),
      maxRepeats: config.CHUNK_REPEATS_MAX,
      gzip,
      known: new Set(upload.known),
      checkStart: (start) => checkMagic(start, start.length),
    })
    return await client.uploads.commit(profile.id, upload.id, source, manifest)
  } catch (error) {
    // If this fails too, the upload expires.
    await client.uploads.abandon(upload.id).catch(() => undefined)
    throw error
  }
}
