import { Utf8Text } from './utf8-text.ts'

/** Longer texts are not remembered. Unit: bytes. */
const LENGTH_MAX = 96

interface Known<T> {
  text: string
  made: T
}

/**
 * What was made of short texts lately, found again by their bytes: histories say the same things time and again
 * (roles, tools, ids, paths), and comparing bytes is far cheaper than decoding them. Of texts that fall into the
 * same slot the later one stays, so that memory is bounded.
 */
export class TextMemo<T> {
  readonly #slots: (Known<T> | undefined)[]
  readonly #mask: number
  readonly #make: (text: string) => T

  /** `slots`: how many texts to remember at most, a power of two. */
  constructor(slots: number, make: (text: string) => T) {
    this.#slots = Array.from({ length: slots })
    this.#mask = slots - 1
    this.#make = make
  }

  /** What `make` gives for the text from `begin` to `end`. */
  of(memory: Uint8Array, begin: number, end: number): T {
    const hash = end - begin > LENGTH_MAX ? BEYOND_ASCII : hashOf(memory, begin, end)
    if (hash === BEYOND_ASCII) return this.#make(new Utf8Text(memory, begin, end).toString())
    const slot = hash & this.#mask
    const known = this.#slots[slot]
    if (known !== undefined && isAt(known.text, memory, begin, end)) return known.made
    const text = new Utf8Text(memory, begin, end).toString()
    const made = this.#make(text)
    this.#slots[slot] = { text, made }
    return made
  }
}

const BEYOND_ASCII = -1

function hashOf(memory: Uint8Array, begin: number, end: number): number {
  let hash = end - begin
  let all = 0
  for (let at = begin; at < end; at++) {
    const byte = memory[at] ?? 0
    all |= byte
    hash = Math.imul(hash, 31) + byte
  }
  return all < 0x80 ? (hash ^ (hash >>> 15)) & 0x7fffffff : BEYOND_ASCII
}

function isAt(text: string, memory: Uint8Array, begin: number, end: number): boolean {
  if (text.length !== end - begin) return false
  for (let at = begin; at < end; at++) if (text.charCodeAt(at - begin) !== memory[at]) return false
  return true
}
