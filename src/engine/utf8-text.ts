const encoder = new TextEncoder()
// Sequences that are not UTF-8 become U+FFFD; a byte order mark is a character like any other.
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/**
 * Text as a history holds it: the bytes of `memory` from `begin` to `end`, which need not be valid UTF-8. Most
 * text is only ever counted, and never becomes a string.
 *
 * It is a view into memory that is not its own (SQLite's, which moves and reuses it): valid while the message
 * that brought it is visited, and no longer. Who wants to keep it takes `toString()`.
 */
export class Utf8Text {
  readonly memory: Uint8Array
  readonly begin: number
  readonly end: number

  constructor(memory: Uint8Array, begin: number, end: number) {
    this.memory = memory
    this.begin = begin
    this.end = end
  }

  /** A text with memory of its own. */
  static from(text: string): Utf8Text {
    const bytes = encoder.encode(text)
    return new Utf8Text(bytes, 0, bytes.length)
  }

  get byteLength(): number {
    return this.end - this.begin
  }

  toString(): string {
    return decoder.decode(this.memory.subarray(this.begin, this.end))
  }
}

/** No text. While it lives, so does what V8 has made of the class: see `SpareAnalyses`. */
export const NO_TEXT = new Utf8Text(new Uint8Array(0), 0, 0)
