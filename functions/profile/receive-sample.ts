import type { Config } from '../../src/config.ts'
import type { ProfileKey } from '../../src/storage/registry.ts'
import { SampleChunks } from '../../src/storage/sample-chunks.ts'
import { writeSnapshot } from '../../src/storage/snapshot-writer.ts'
import { profileClient } from './client.ts'

/**
 * Makes the sample history the first one of a profile that was created as a sample. Its chunks are stored once for all
 * of these.
 * @param body a gzip stream
 */
export async function receiveSample(
  env: Env,
  config: Config,
  profile: ProfileKey,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const samples = new SampleChunks(env.SNAPSHOTS)
  const manifest = await writeSnapshot(body, (sha256, bytes) => samples.put(sha256, bytes), {
    chunkSize: config.CHUNK_BYTES,
    maxBytes: config.SNAPSHOT_MAX_BYTES,
    maxRepeats: config.CHUNK_REPEATS_MAX,
    gzip: true,
    // Those that are older are stored again, so that they outlive the profile: see `dropOldSamples`.
    known: new Set((await samples.lengths(Date.now() / 1000 - config.SAMPLE_TTL_SECONDS)).keys()),
    checkStart: () => undefined,
  })
  const { uploads } = profileClient(env, profile.handle)
  const { id } = await uploads.beginChunked(profile.id, 'default', manifest)
  const outcome = await uploads.commitChunked(profile.id, id)
  if ('missing' in outcome) throw new Error('The sample history is not stored.')
}

/** Deletes what samples of before were made of: a sample lasts a day, and its chunks were stored a day before at most. */
export async function dropOldSamples(env: Env, config: Config, now: number): Promise<void> {
  await new SampleChunks(env.SNAPSHOTS).dropBefore(now - 3 * config.SAMPLE_TTL_SECONDS)
}
