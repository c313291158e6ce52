import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileKey } from '../../src/storage/registry.ts'
import { profileClient } from './client.ts'
import { profileGone } from './context.ts'

/**
 * Stores a chunk of an upload. Its profile may be erased while the bytes are on their way: then nothing stays.
 * @throws LaurelError `profile_not_found`
 */
export async function putChunk(
  env: Env,
  profile: ProfileKey,
  uploadId: string,
  sha256: string,
  bytes: Uint8Array,
): Promise<void> {
  const { uploads } = profileClient(env, profile.handle)
  const store = new ChunkStore(env.SNAPSHOTS, profile.id)
  if (!(await store.put(sha256, bytes, () => uploads.keeps(profile.id, uploadId)))) throw profileGone()
}
