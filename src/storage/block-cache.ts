/**
 * An LRU cache of fetched blocks of stored histories, up to a budget. One instance serves everything that an isolate
 * has open, so that memory does not add up.
 */
export class BlockCache {
  readonly maxBytes: number
  /** Least recently used first. */
  readonly #blocks = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** Size of the cached blocks. Unit: bytes. */
  get bytes(): number {
    return this.#bytes
  }

  has(key: string): boolean {
    return this.#blocks.has(key)
  }

  get(key: string): Uint8Array | undefined {
    const block = this.#blocks.get(key)
    if (block === undefined) return undefined
    // Moves it to the end: map order is order of use.
    this.#blocks.delete(key)
    this.#blocks.set(key, block)
    return block
  }

  put(key: string, block: Uint8Array): void {
    this.#drop(key)
    this.#blocks.set(key, block)
    this.#bytes += block.byteLength
    for (const oldest of this.#blocks.keys()) {
      if (this.#bytes <= this.maxBytes) break
      this.#drop(oldest)
    }
  }

  /** Drops the blocks whose keys start with `prefix`. */
  forget(prefix: string): void {
    for (const key of [...this.#blocks.keys()]) if (key.startsWith(prefix)) this.#drop(key)
  }

  #drop(key: string): void {
    this.#bytes -= this.#blocks.get(key)?.byteLength ?? 0
    this.#blocks.delete(key)
  }
}
