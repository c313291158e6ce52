/** Above all that profiles have in R2. */
const ROOT = 'profiles/'

/** Above all that one profile has in R2. An id is never reused, so what is erased here stays so. */
const prefixOf = (profileId: string) => `${ROOT}${profileId}/`

/** Asks the profile's object, after a write, whether what was written is to stay. */
export type Wanted = () => boolean | Promise<boolean>

/** What one profile has in R2, or a part of it. Every write below a profile's prefix goes through `put`. */
export class ProfileBucket {
  readonly #bucket: R2Bucket
  readonly #prefix: string

  /** @param part below the profile's prefix, with a slash at its end; everything if it is empty */
  constructor(bucket: R2Bucket, profileId: string, part = '') {
    this.#bucket = bucket
    this.#prefix = prefixOf(profileId) + part
  }

  /**
   * Writes, and deletes it again if it is not wanted: the profile may have been erased while the bytes were on their
   * way, and nobody would come back for them. Returns whether it stays. After a failure, the sweep or the collection of
   * chunks clears it away.
   */
  async put(
    key: string,
    value: Uint8Array | string,
    wanted: Wanted,
    options?: R2PutOptions,
  ): Promise<boolean> {
    await this.#bucket.put(this.#prefix + key, value, options)
    if (await wanted()) return true
    await this.delete([key])
    return false
  }

  get(key: string, options: R2GetOptions = {}): Promise<R2ObjectBody | null> {
    return this.#bucket.get(this.#prefix + key, options)
  }

  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#bucket.delete(keys.map((key) => this.#prefix + key))
  }

  /** Iterates over all objects, one page of R2's listing at a time; their keys are without the prefix. */
  async *pages(below = ''): AsyncGenerator<{ key: string; size: number }[]> {
    let cursor: string | undefined
    do {
      const page = await this.#list(below, cursor)
      yield page.objects.map(({ key, size }) => ({ key: key.slice(this.#prefix.length), size }))
      cursor = page.truncated ? page.cursor : undefined
    } while (cursor !== undefined)
  }

  async erase(): Promise<void> {
    while (!(await this.eraseSome()));
  }

  /** Deletes one page of keys. Returns whether these were all. */
  async eraseSome(): Promise<boolean> {
    const { objects, truncated } = await this.#list('')
    if (objects.length > 0) await this.#bucket.delete(objects.map(({ key }) => key))
    return !truncated
  }

  #list(below: string, cursor?: string): Promise<R2Objects> {
    return this.#bucket.list({ prefix: this.#prefix + below, ...(cursor !== undefined && { cursor }) })
  }
}

/** Where the last sweep ended. */
const SWEEP_KEY = 'sweep/after'

/** Walks over the profiles that have anything in R2, a batch at a time, and remembers how far it got. */
export class BucketWalk {
  readonly #bucket: R2Bucket

  constructor(bucket: R2Bucket) {
    this.#bucket = bucket
  }

  /** Returns the ids of the next profiles, in order. `last`: no others follow. */
  async next(limit: number): Promise<{ ids: string[]; last: boolean }> {
    const after = (await (await this.#bucket.get(SWEEP_KEY))?.text()) ?? ''
    const page = await this.#bucket.list({
      prefix: ROOT,
      delimiter: '/',
      limit,
      // Just beyond all that the profile has: 0 follows the slash.
      ...(after !== '' && { startAfter: `${ROOT}${after}0` }),
    })
    const ids = page.delimitedPrefixes.map((prefix) => prefix.slice(ROOT.length, -1))
    return { ids, last: !page.truncated }
  }

  /** Goes on after this profile the next time; from the start if it is empty. */
  async continueAfter(profileId: string): Promise<void> {
    await this.#bucket.put(SWEEP_KEY, profileId)
  }
}
