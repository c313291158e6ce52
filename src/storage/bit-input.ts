/** Bytes that come piece by piece, read by the bit. */
export class BitInput {
  /** What came and is not passed yet. */
  bytes = new Uint8Array()
  /** The next bit in `bytes`, lowest first. */
  at = 0
  /** Nothing more will come. */
  ended = false
  readonly #pieces: AsyncIterator<Uint8Array>

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** Whole bytes at hand, the one that was begun left out. */
  get here(): number {
    return this.bytes.length - Math.ceil(this.at / 8)
  }

  /** Takes the next piece in, or learns that there is none. */
  async more(): Promise<void> {
    const { done, value } = await this.#pieces.next()
    if (done) {
      this.ended = true
      return
    }
    const rest = this.bytes.subarray(this.at >> 3)
    const bytes = new Uint8Array(rest.length + value.length)
    bytes.set(rest)
    bytes.set(value, rest.length)
    this.bytes = bytes
    this.at &= 7
  }

  /** Brings so many bytes to hand. False when there aren't as many. */
  async have(bytes: number): Promise<boolean> {
    while (this.here < bytes && !this.ended) await this.more()
    return this.here >= bytes
  }

  /** Whether so many bytes are at hand, or as many as there will ever be. */
  hasOrEnds(bytes: number): boolean {
    return this.ended || this.here >= bytes
  }

  /** The next bits, at most 16; zeros behind the end. */
  take(bits: number): number {
    const at = this.at >> 3
    const { bytes } = this
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
    const value = (word >> (this.at & 7)) & ((1 << bits) - 1)
    this.at += bits
    return value
  }

  /** Passes over what is left of a byte that was begun. */
  align(): void {
    this.at = (this.at + 7) & ~7
  }

  /** @throws Error when more was read than there is */
  checkNotBeyond(): void {
    if (this.at > this.bytes.length * 8) throw new Error('The compressed data was cut off.')
  }

  /** Ends the pieces where they are, so that whoever sends them may stop. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }
}
