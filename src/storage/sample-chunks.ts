/** Above the chunks of the sample history: they are no profile's, so that no deletion of one reaches them. */
const PREFIX = 'samples/'

/** The chunks of the sample history in R2, which all profiles made of it read. Their keys are their SHA-256. */
export class SampleChunks {
  readonly #bucket: R2Bucket

  constructor(bucket: R2Bucket) {
    this.#bucket = bucket
  }

  /** Stores a chunk. R2 rejects bytes that do not have this hash. */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.#bucket.put(PREFIX + sha256, bytes, { sha256 })
  }

  get(sha256: string, options: R2GetOptions): Promise<R2ObjectBody | null> {
    return this.#bucket.get(PREFIX + sha256, options)
  }

  /** Returns the lengths of the chunks that were stored after this time (Unix seconds), by their hashes. */
  async lengths(after = 0): Promise<Map<string, number>> {
    const objects = (await this.#all()).filter(({ uploaded }) => uploaded.getTime() > after * 1000)
    return new Map(objects.map(({ key, size }) => [key.slice(PREFIX.length), size]))
  }

  /** Deletes the chunks that were stored before this time (Unix seconds). */
  async dropBefore(time: number): Promise<void> {
    const old = (await this.#all()).filter(({ uploaded }) => uploaded.getTime() < time * 1000)
    if (old.length > 0) await this.#bucket.delete(old.map(({ key }) => key))
  }

  /** A sample has a few chunks, and earlier ones are dropped, so one page of a listing suffices. */
  async #all(): Promise<R2Object[]> {
    return (await this.#bucket.list({ prefix: PREFIX })).objects
  }
}
