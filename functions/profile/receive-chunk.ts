import type { Config } from '../../src/config.ts'
import { sha256Hex } from '../../src/digest.ts'
import { LaurelError } from '../../src/errors.ts'
import { notePages } from '../../src/snapshot/pages/page-notes.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileKey } from '../../src/storage/registry.ts'
import { bytesOf, within } from '../http/body-bytes.ts'
import { chunkMismatch, type WrittenChunk } from './chunk-retention.ts'
import { profileClient } from './client.ts'
import { profileGone } from './context.ts'

/** An upload that chunks belong to. */
export interface ChunkUpload {
  profile: ProfileKey
  source: string
  uploadId: string
}

/**
 * Takes a chunk of an upload in chunks.
 * @throws LaurelError `upload_not_found`, `too_many_chunks`, `chunk_mismatch`, `body_too_large`, `upload_cut_off`,
 * `profile_not_found`
 */
export async function receiveChunk(
  env: Env,
  config: Config,
  upload: ChunkUpload,
  sha256: string,
  body: ReadableStream<Uint8Array> | null,
): Promise<void> {
  const { profile, uploadId } = upload
  const { uploads } = profileClient(env, profile.handle)
  const pieces = body && within(body, config.CHUNK_BODY_SECONDS, cutOff)
  const expected = await uploads.expects(profile.id, uploadId, sha256).catch(async (error) => {
    // While a body is left half read, clients miss the answer.
    await chunkIn(pieces, config.CHUNK_BYTES).catch(() => undefined)
    throw error
  })
  let sent = false
  try {
    const bytes = await chunkIn(pieces, config.CHUNK_BYTES)
    if (bytes.length !== expected.bytes || (await sha256Hex(bytes)) !== sha256) throw chunkMismatch()
    sent = true
    await putChunk(env, upload, bytes, { sha256, write: expected.write })
  } catch (error) {
    // If this fails too, the write is over after its time.
    await uploads.drops(profile.id, expected.write, sent).catch(() => undefined)
    throw error
  }
}

/**
 * Stores a chunk of an upload. Its profile may be erased while the bytes are on their way: then nothing stays.
 * @throws LaurelError `profile_not_found`, `profile_full`, `snapshot_replaced`
 */
export async function putChunk(
  env: Env,
  { profile, source, uploadId }: ChunkUpload,
  bytes: Uint8Array,
  chunk: Omit<WrittenChunk, 'bytes' | 'notes'>,
): Promise<void> {
  const { uploads } = profileClient(env, profile.handle)
  if (chunk.write === null) await uploads.announces(profile.id, uploadId, chunk.sha256)
  const written = { ...chunk, bytes: bytes.length, notes: notePages(bytes) }
  const wanted = () => uploads.keeps(profile.id, source, uploadId, written)
  const stays = await new ChunkStore(env.SNAPSHOTS, profile).put(chunk.sha256, bytes, wanted)
  if (!stays) throw profileGone()
}

async function chunkIn(
  pieces: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new LaurelError('body_too_large', `A chunk can have at most ${maxBytes} bytes.`)
  try {
    return await bytesOf(pieces, maxBytes, tooLarge)
  } catch (cause) {
    throw cause instanceof LaurelError ? cause : cutOff(cause)
  }
}

function cutOff(cause?: unknown): LaurelError {
  return new LaurelError('upload_cut_off', 'The chunk didn’t arrive completely in time.', {
    hint: 'Send it again.',
    cause,
  })
}
