import type { FileManifest } from '../contract/snapshots.ts'
import { LaurelError } from '../errors.ts'
import { ProfileBucket, type Wanted } from './profile-bucket.ts'
import type { ProfileDocument } from './profile-document.ts'
import { SampleChunks } from './sample-chunks.ts'

/**
 * The chunks of one profile's snapshots in R2. A chunk's key is the SHA-256 of its bytes, so chunks that successive
 * snapshots share are stored once.
 */
export class ChunkStore {
  readonly #bucket: ProfileBucket
  /** What the profile reads besides its own; null unless it was made of the sample history. */
  readonly #samples: SampleChunks | null

  constructor(bucket: R2Bucket, { id, sample }: Pick<ProfileDocument, 'id' | 'sample'>) {
    this.#bucket = new ProfileBucket(bucket, id, 'chunks/')
    this.#samples = sample ? new SampleChunks(bucket) : null
  }

  /** Stores a chunk, and returns whether it stays. R2 rejects bytes that do not have this hash. */
  put(sha256: string, bytes: Uint8Array, wanted: Wanted): Promise<boolean> {
    return this.#bucket.put(sha256, bytes, wanted, { sha256 })
  }

  /**
   * Returns a part of chunk `index` of a snapshot.
   * @param offset within the chunk, in bytes
   * @param length in bytes
   * @throws LaurelError `storage_unavailable` if the store has lost it or returns too few bytes
   */
  async get(
    manifest: FileManifest,
    index: number,
    range: { offset: number; length: number },
  ): Promise<Uint8Array> {
    const sha256 = manifest.chunks[index]
    const object = sha256 === undefined ? null : await this.#find(sha256, { range })
    const bytes = object && new Uint8Array(await object.arrayBuffer())
    if (bytes?.length !== range.length) {
      throw new LaurelError('storage_unavailable', 'A part of the uploaded history is missing.', {
        hint: 'Upload the history again.',
      })
    }
    return bytes
  }

  /** Returns those of the chunks that are not stored, or not of this length. */
  async missing(lengths: ReadonlyMap<string, number>): Promise<string[]> {
    const wanted = new Map(lengths)
    for await (const page of this.#bucket.pages()) {
      for (const { key, size } of page) if (wanted.get(key) === size) wanted.delete(key)
    }
    for (const [key, size] of (await this.#samples?.lengths()) ?? []) {
      if (wanted.get(key) === size) wanted.delete(key)
    }
    return [...wanted.keys()]
  }

  /**
   * Deletes every chunk not in `keep`, one page of keys at a time; stops if `mayGoOn` returns false. Returns whether it
   * finished.
   */
  async collect(keep: ReadonlySet<string>, mayGoOn: () => boolean): Promise<boolean> {
    for await (const page of this.#bucket.pages()) {
      const unneeded = page.map(({ key }) => key).filter((key) => !keep.has(key))
      if (!mayGoOn()) return false
      await this.#bucket.delete(unneeded)
    }
    return true
  }

  async #find(sha256: string, options: R2GetOptions): Promise<R2ObjectBody | null> {
    return (await this.#samples?.get(sha256, options)) ?? this.#bucket.get(sha256, options)
  }
}
