import type { FileManifest } from '../contract/snapshots.ts'
import { LaurelError } from '../errors.ts'

/**
 * The chunks of one profile's snapshots in R2. A chunk's key is the SHA-256 of its bytes, so chunks that successive
 * snapshots share are stored once.
 */
export class ChunkStore {
  readonly #bucket: R2Bucket
  readonly #prefix: string

  constructor(bucket: R2Bucket, profileId: string) {
    this.#bucket = bucket
    this.#prefix = `profiles/${profileId}/chunks/`
  }

  /** Stores a chunk. R2 rejects bytes that do not have this hash. */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.#bucket.put(this.#prefix + sha256, bytes, { sha256 })
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
    const object = sha256 === undefined ? null : await this.#bucket.get(this.#prefix + sha256, { range })
    const bytes = object && new Uint8Array(await object.arrayBuffer())
    if (bytes?.length !== range.length) {
      throw new LaurelError('storage_unavailable', 'A part of the uploaded history is missing.', {
        hint: 'Upload the history again.',
      })
    }
    return bytes
  }

  /** Returns those of the given chunks that are not stored. */
  async missing(chunks: Iterable<string>): Promise<string[]> {
    const wanted = new Set(chunks)
    for await (const keys of this.#pages()) for (const key of keys) wanted.delete(this.#hashIn(key))
    return [...wanted]
  }

  /**
   * Deletes every chunk not in `keep`, one page of keys at a time; stops if `mayGoOn` returns false. Returns whether it
   * finished.
   */
  async collect(keep: ReadonlySet<string>, mayGoOn: () => boolean): Promise<boolean> {
    for await (const keys of this.#pages()) {
      const unneeded = keys.filter((key) => !keep.has(this.#hashIn(key)))
      if (!mayGoOn()) return false
      if (unneeded.length > 0) await this.#bucket.delete(unneeded)
    }
    return true
  }

  /** Deletes every chunk of the profile. */
  async erase(): Promise<void> {
    await this.collect(new Set(), () => true)
  }

  /** Iterates over the keys of all chunks, one page of R2's listing at a time. */
  async *#pages(): AsyncGenerator<string[]> {
    let cursor: string | undefined
    do {
      const page = await this.#bucket.list({
        prefix: this.#prefix,
        ...(cursor === undefined ? {} : { cursor }),
      })
      yield page.objects.map(({ key }) => key)
      cursor = page.truncated ? page.cursor : undefined
    } while (cursor !== undefined)
  }

  #hashIn(key: string): string {
    return key.slice(this.#prefix.length)
  }
}
