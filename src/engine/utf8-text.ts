const encoder = new TextEncoder()
// Invalid sequences become U+FFFD; a byte order mark is a character like any other.
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/**
 * Text as a history stores it: the bytes of `memory` from `begin` to `end`, which may be invalid UTF-8. Most text is
 * only counted, and never becomes a string.
 *
 * It is a view into memory owned by SQLite, which moves and reuses it: valid only while its message is visited. To keep
 * the text, call `toString()`.
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

  /** Returns a text with its own memory. */
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

/** The empty text. While it lives, V8 keeps the machine code of the class: see `SpareAnalyses`. */
export const NO_TEXT = new Utf8Text(new Uint8Array(0), 0, 0)
