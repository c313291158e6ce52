import { Utf8Text } from './utf8-text.ts'

/** Longer texts are not cached. Unit: bytes. */
const LENGTH_MAX = 96

/**
 * A cache of values made from short texts, looked up by their bytes: histories repeat roles, tools, ids and paths, and
 * comparing bytes is far cheaper than decoding them. A later text replaces one in the same slot, so memory is bounded.
 */
export class TextMemo<T> {
  readonly #made: ({ of: T } | undefined)[]
  readonly #lengths: Uint8Array
  /** `LENGTH_MAX` for each slot. */
  readonly #bytes: Uint8Array
  readonly #make: (text: string) => T

  /** @param slots the number of texts to cache, a power of two */
  constructor(slots: number, make: (text: string) => T) {
    this.#made = Array.from({ length: slots })
    this.#lengths = new Uint8Array(slots)
    this.#bytes = new Uint8Array(slots * LENGTH_MAX)
    this.#make = make
  }

  /** Returns what `make` makes of the text from `begin` to `end`. */
  of(memory: Uint8Array, begin: number, end: number): T {
    const slot = hashOf(memory, begin, end) & (this.#made.length - 1)
    const known = this.#made[slot]
    if (known !== undefined && this.#holds(slot, memory, begin, end)) return known.of
    const made = this.#make(new Utf8Text(memory, begin, end).toString())
    if (end - begin > LENGTH_MAX) return made
    this.#made[slot] = { of: made }
    this.#lengths[slot] = end - begin
    this.#bytes.set(memory.subarray(begin, end), slot * LENGTH_MAX)
    return made
  }

  #holds(slot: number, memory: Uint8Array, begin: number, end: number): boolean {
    if (this.#lengths[slot] !== end - begin) return false
    const bytes = this.#bytes
    let known = slot * LENGTH_MAX
    for (let at = begin; at < end; at++) if (memory[at] !== bytes[known++]) return false
    return true
  }
}

/** Hashes the length and the last bytes, where ids and paths differ. */
function hashOf(memory: Uint8Array, begin: number, end: number): number {
  let hash = end - begin
  for (let at = Math.max(begin, end - 16); at < end; at++) hash = Math.imul(hash, 31) + (memory[at] ?? 0)
  return hash ^ (hash >>> 15)
}
