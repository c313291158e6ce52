/** An LRU cache up to a budget of bytes, such as of fetched blocks of stored histories. */
export class ByteCache<Kept extends { readonly byteLength: number } = Uint8Array> {
  readonly maxBytes: number
  /** Least recently used first. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** Size of all that is kept. Unit: bytes. */
  get bytes(): number {
    return this.#bytes
  }

  has(key: string): boolean {
    return this.#kept.has(key)
  }

  get(key: string): Kept | undefined {
    const kept = this.#kept.get(key)
    if (kept === undefined) return undefined
    // Moves it to the end: map order is order of use.
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept
  }

  put(key: string, kept: Kept): void {
    this.drop(key)
    this.#kept.set(key, kept)
    this.#bytes += kept.byteLength
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.maxBytes) break
      this.drop(oldest)
    }
  }

  /** Drops what is kept under keys that start with `prefix`. */
  forget(prefix: string): void {
    for (const key of [...this.#kept.keys()]) if (key.startsWith(prefix)) this.drop(key)
  }

  drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.byteLength ?? 0
    this.#kept.delete(key)
  }
}
