/** Reads a stream of bytes bit by bit. */
export class BitInput {
  /** Received and not yet consumed. */
  bytes = new Uint8Array()
  /** Position of the next bit in `bytes`, lowest bit first. */
  at = 0
  /** Whether the stream has ended. */
  ended = false
  readonly #pieces: AsyncIterator<Uint8Array>

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** Whole unread bytes in the buffer, without the current partial one. */
  get here(): number {
    return this.bytes.length - Math.ceil(this.at / 8)
  }

  /** Reads the next chunk, or notes the end of the stream. */
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

  /** Buffers `bytes` bytes. Returns false if the stream has fewer. */
  async have(bytes: number): Promise<boolean> {
    while (this.here < bytes && !this.ended) await this.more()
    return this.here >= bytes
  }

  /** Whether `bytes` bytes are buffered, or the stream has ended. */
  hasOrEnds(bytes: number): boolean {
    return this.ended || this.here >= bytes
  }

  /** Consumes up to 16 bits; zeros after the end. */
  take(bits: number): number {
    const at = this.at >> 3
    const { bytes } = this
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
    const value = (word >> (this.at & 7)) & ((1 << bits) - 1)
    this.at += bits
    return value
  }

  /** Skips to the next byte boundary. */
  align(): void {
    this.at = (this.at + 7) & ~7
  }

  /** @throws Error if more was read than the stream has */
  checkNotBeyond(): void {
    if (this.at > this.bytes.length * 8) throw new Error('The compressed data was cut off.')
  }

  /** Cancels the stream, so that its sender can stop. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }
}
