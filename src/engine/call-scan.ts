import { TextMemo } from './text-memo.ts'
import { NO_TEXT, type Utf8Text } from './utf8-text.ts'

/** Deeper nesting, and objects with more keys, are left to the parser. */
const DEPTH_MAX = 64
const KEYS_MAX = 32

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]
const SMALL_U = 0x75

/** What each byte is inside a string. */
const PLAIN = 0
const BEYOND_ASCII = 1
const SPECIAL = 2
const STRING_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? SPECIAL : byte < 0x80 ? PLAIN : BEYOND_ASCII,
)
/** One-letter escapes that Python writes back as it reads them; `\/` is not among them. */
const ESCAPES = new Set(Array.from('"\\bfnrt', (letter) => letter.charCodeAt(0)))

const NAMES = new TextMemo(512, (text) => text)

/** The role of an object: a call, the value of a call's `function`, or any other. */
type Place = 'call' | 'function' | 'other'

/**
 * Reads the names of the calls from the JSON of a `tool_calls` column byte by byte, without building objects. It only
 * answers for JSON that it is sure of: Python's `loads` accepts it, no object repeats a key, and `dumps` would write
 * its strings unchanged except for non-ASCII characters. Everything else is left to `parseJson`.
 */
export class CallScan {
  /** The names of the calls, in order. */
  names: string[] = []
  /** `function.name` of the calls, whether or not they also have a `name`. */
  functions: string[] = []
  #memory = NO_TEXT.memory
  #end = 0
  #at = 0
  /** Of the last string: where it lies, and whether it is ASCII without escapes. */
  #begin = 0
  #finish = 0
  #plain = false
  /** `function.name` of the current call. */
  #functionName = ''

  /** Reads a column. Returns whether the result is certain; if not, the names must not be used. */
  run({ memory, begin, end }: Utf8Text): boolean {
    this.names = []
    this.functions = []
    this.#memory = memory
    this.#at = begin
    this.#end = end
    const calls = this.#peek() === OPEN_BRACKET ? this.#array(0, 'call') : this.#value(0, 'other')
    this.#peek()
    this.#memory = NO_TEXT.memory
    return calls && this.#at === this.#end
  }

  #value(depth: number, place: Place): boolean {
    switch (this.#peek()) {
      case QUOTE:
        return this.#string()
      case OPEN_BRACE:
        return depth < DEPTH_MAX && this.#object(depth, place)
      case OPEN_BRACKET:
        return depth < DEPTH_MAX && this.#array(depth, 'other')
      default:
        return this.#scalar()
    }
  }

  #array(depth: number, items: Place): boolean {
    this.#at++
    if (this.#skipped(CLOSE_BRACKET)) return true
    for (;;) {
      if (!this.#value(depth + 1, items)) return false
      if (this.#skipped(CLOSE_BRACKET)) return true
      if (!this.#skipped(COMMA)) return false
    }
  }

  #object(depth: number, place: Place): boolean {
    this.#at++
    let name = ''
    if (place === 'call') this.#functionName = ''
    if (!this.#skipped(CLOSE_BRACE)) {
      const keys: number[] = []
      for (;;) {
        if (!this.#newKey(keys)) return false
        const isName = place !== 'other' && this.#says('name')
        const isFunction = place === 'call' && this.#says('function')
        if (!this.#skipped(COLON)) return false
        const isText = this.#peek() === QUOTE
        if (!this.#value(depth + 1, isFunction ? 'function' : 'other')) return false
        if (isName && isText) {
          if (!this.#plain) return false
          name = NAMES.of(this.#memory, this.#begin, this.#finish)
        }
        if (this.#skipped(CLOSE_BRACE)) break
        if (!this.#skipped(COMMA)) return false
      }
    }
    if (place === 'function') this.#functionName = name
    if (place === 'call') {
      if (name || this.#functionName) this.names.push(name || this.#functionName)
      if (this.#functionName) this.functions.push(this.#functionName)
    }
    return true
  }

  /** Consumes a plain key that is not among `keys`, and adds its start and end to them. */
  #newKey(keys: number[]): boolean {
    if (this.#peek() !== QUOTE || !this.#string() || !this.#plain || keys.length >= 2 * KEYS_MAX) return false
    for (let known = 0; known < keys.length; known += 2) {
      if (this.#same(keys[known] ?? 0, keys[known + 1] ?? 0)) return false
    }
    keys.push(this.#begin, this.#finish)
    return true
  }

  /** Whether the last string equals the bytes from `begin` to `finish`. */
  #same(begin: number, finish: number): boolean {
    const shift = this.#begin - begin
    if (this.#finish - finish !== shift) return false
    for (let at = begin; at < finish; at++) if (this.#memory[at] !== this.#memory[at + shift]) return false
    return true
  }

  /** Whether the last string equals `text`. */
  #says(text: string): boolean {
    if (this.#finish - this.#begin !== text.length) return false
    for (let index = 0; index < text.length; index++) {
      if (this.#memory[this.#begin + index] !== text.charCodeAt(index)) return false
    }
    return true
  }

  #string(): boolean {
    const [memory, end] = [this.#memory, this.#end]
    let at = this.#at + 1
    this.#begin = at
    let plain = true
    for (; at < end; at++) {
      const byte = memory[at] ?? 0
      const is = STRING_BYTES[byte]
      if (is === PLAIN) continue
      if (is === SPECIAL) {
        if (byte === QUOTE) break
        if (byte !== BACKSLASH) return false
        at++
        const escaped = memory[at] ?? 0
        if (escaped === SMALL_U) {
          if (!this.#escapesBeyondAscii(at + 1)) return false
          at += 4
        } else if (!ESCAPES.has(escaped)) return false
      }
      plain = false
    }
    this.#finish = at
    this.#plain = plain
    this.#at = at + 1
    return at < end
  }

  /** Whether the four hexadecimal digits at `at` denote a non-ASCII character. */
  #escapesBeyondAscii(at: number): boolean {
    if (at + 4 > this.#end) return false
    let character = 0
    for (let next = at; next < at + 4; next++) {
      const byte = this.#memory[next] ?? 0
      const small = byte | 0x20
      if (byte >= 0x30 && byte <= 0x39) character = character * 16 + byte - 0x30
      else if (small >= 0x61 && small <= 0x66) character = character * 16 + small - 0x57
      else return false
    }
    return character >= 0x80
  }

  /** Consumes an integer, `true`, `false` or `null`. */
  #scalar(): boolean {
    const begin = this.#at
    while (this.#at < this.#end && isScalarByte(this.#memory[this.#at] ?? 0)) this.#at++
    if (this.#at - begin > SCALAR_LENGTH_MAX) return false
    return SCALARS.of(this.#memory, begin, this.#at)
  }

  /** Returns the next non-space byte without consuming it; 0 at the end. */
  #peek(): number {
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#memory[this.#at] ?? 0
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte
    }
    return 0
  }

  #skipped(byte: number): boolean {
    if (this.#peek() !== byte) return false
    this.#at++
    return true
  }
}

const SCALAR_LENGTH_MAX = 32
const SCALARS = new TextMemo(256, (text) =>
  /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)$/.test(text),
)

/** Letters, digits, `+`, `-` and `.`. */
function isScalarByte(byte: number): boolean {
  const small = byte | 0x20
  return (
    (small >= 0x61 && small <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  )
}
