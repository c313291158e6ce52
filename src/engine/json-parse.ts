import { INTEGER_DIGITS_MAX, JSON_DEPTH_MAX } from './limits.ts'
import { LongInteger } from './long-integer.ts'
import type { Json } from './types.ts'

const SPACE = /[ \t\n\r]*/y
/** Characters that need no escape in a string: from space up, except the quote and the backslash. */
const PLAIN = /[ !#-[\]-\uffff]*/y
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
const HEX = /[0-9a-fA-F]{4}/y

const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

const CONSTANTS: [string, Json][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]

/**
 * Parses JSON as Python's `json.loads` does: RFC 8259 plus `NaN`, `Infinity` and `-Infinity`; integers of any size; a
 * float out of range is an infinity; of equal keys the last value wins, at the first one's position.
 * @throws SyntaxError for anything else, and for nesting deeper than `JSON_DEPTH_MAX`
 */
export function parseJson(text: string): Json {
  return new Parser(text).document()
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Json {
    const value = this.#value(0)
    this.#skipSpace()
    if (this.#at !== this.#text.length) throw notJson()
    return value
  }

  #value(depth: number): Json {
    if (depth > JSON_DEPTH_MAX) throw notJson()
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '"':
        return this.#string()
      case '[':
        return this.#array(depth)
      case '{':
        return this.#object(depth)
      default:
        return this.#scalar()
    }
  }

  #array(depth: number): Json[] {
    const items: Json[] = []
    this.#at++
    if (this.#skipped(']')) return items
    for (;;) {
      items.push(this.#value(depth + 1))
      if (this.#skipped(']')) return items
      this.#expect(',')
    }
  }

  #object(depth: number): Map<string, Json> {
    const entries = new Map<string, Json>()
    this.#at++
    if (this.#skipped('}')) return entries
    for (;;) {
      this.#skipSpace()
      const key = this.#string()
      this.#expect(':')
      entries.set(key, this.#value(depth + 1))
      if (this.#skipped('}')) return entries
      this.#expect(',')
    }
  }

  #string(): string {
    this.#expect('"')
    let value = ''
    for (;;) {
      value += this.#take(PLAIN)?.[0] ?? ''
      const stop = this.#text[this.#at++]
      if (stop === '"') return value
      if (stop !== '\\') throw notJson()
      const escaped = this.#text[this.#at++] ?? ''
      if (escaped === 'u') {
        const hex = this.#take(HEX)
        if (hex === null) throw notJson()
        value += String.fromCharCode(Number.parseInt(hex[0], 16))
      } else {
        const character = ESCAPES.get(escaped)
        if (character === undefined) throw notJson()
        value += character
      }
    }
  }

  #scalar(): Json {
    const number = this.#take(NUMBER)
    if (number !== null) {
      const [text, integer = '', fraction, exponent] = number
      if (fraction !== undefined || exponent !== undefined) return Number(text)
      return integer.length > INTEGER_DIGITS_MAX ? new LongInteger(integer) : BigInt(integer)
    }
    for (const [name, value] of CONSTANTS) {
      if (this.#text.startsWith(name, this.#at)) {
        this.#at += name.length
        return value
      }
    }
    throw notJson()
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match !== null) this.#at += match[0].length
    return match
  }

  #skipSpace(): void {
    this.#take(SPACE)
  }

  /** Consumes `character` if it is next, ignoring spaces. */
  #skipped(character: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #expect(character: string): void {
    if (!this.#skipped(character)) throw notJson()
  }
}

/** Omits text and position: errors must not quote a message. */
function notJson(): SyntaxError {
  return new SyntaxError('not JSON')
}
