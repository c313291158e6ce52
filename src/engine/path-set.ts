const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Initial capacity in entries and bytes. Both double when full. */
const ENTRIES_AT_FIRST = 32
const BYTES_AT_FIRST = 1024
/** Capacity kept when the set is cleared. Unit: bytes. */
const BYTES_KEPT = 16_384
/** Fields of an entry: where its bytes begin, their number, and their hash. */
const FIELDS = 3

/**
 * A set of distinct texts, stored as consecutive UTF-8 with a hash table over them: only the number of paths that a
 * session names is needed, so none of them becomes a string.
 */
export class PathSet {
  #size = 0
  #bytes = new Uint8Array(0)
  #used = 0
  #entries = new Int32Array(0)
  /** Entry numbers, from 1 on, by hash; 0 is free. Twice as many as entries. */
  #table = new Int32Array(0)

  get size(): number {
    return this.#size
  }

  add(text: string): void {
    const bytes = encoder.encode(text)
    this.addBytes(bytes, 0, bytes.length)
  }

  /** Adds the text from `begin` to `end`. */
  addBytes(memory: Uint8Array, begin: number, end: number): void {
    if (this.#size * FIELDS === this.#entries.length) this.#grow()
    const hash = hashOf(memory, begin, end)
    const slot = this.#slotOf(hash, memory, begin, end)
    if (this.#table[slot] !== 0) return
    while (this.#used + end - begin > this.#bytes.length) this.#bytes = doubled(this.#bytes, BYTES_AT_FIRST)
    // A loop, because creating a view for `set` costs more than copying a path.
    const shift = this.#used - begin
    for (let at = begin; at < end; at++) this.#bytes[at + shift] = memory[at] ?? 0
    const entry = this.#size * FIELDS
    this.#entries[entry] = this.#used
    this.#entries[entry + 1] = end - begin
    this.#entries[entry + 2] = hash
    this.#used += end - begin
    this.#table[slot] = ++this.#size
  }

  /** Clears the set, but keeps its capacity unless it is unusually large. */
  clear(): void {
    this.#size = 0
    this.#used = 0
    if (this.#bytes.length <= BYTES_KEPT) this.#table.fill(0)
    else {
      this.#bytes = new Uint8Array(0)
      this.#entries = new Int32Array(0)
      this.#table = new Int32Array(0)
    }
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let entry = 0; entry < this.#size * FIELDS; entry += FIELDS) {
      const begin = this.#entries[entry] ?? 0
      yield decoder.decode(this.#bytes.subarray(begin, begin + (this.#entries[entry + 1] ?? 0)))
    }
  }

  /** Returns the slot of this text, or the free slot where it belongs. */
  #slotOf(hash: number, memory: Uint8Array, begin: number, end: number): number {
    const mask = this.#table.length - 1
    let slot = hash & mask
    for (let number = this.#table[slot]; number; number = this.#table[slot]) {
      if (this.#isEntry((number - 1) * FIELDS, hash, memory, begin, end)) break
      slot = (slot + 1) & mask
    }
    return slot
  }

  #isEntry(entry: number, hash: number, memory: Uint8Array, begin: number, end: number): boolean {
    if (this.#entries[entry + 2] !== hash || this.#entries[entry + 1] !== end - begin) return false
    const bytes = this.#bytes
    const shift = (this.#entries[entry] ?? 0) - begin
    for (let at = begin; at < end; at++) if (bytes[at + shift] !== memory[at]) return false
    return true
  }

  #grow(): void {
    const entries = Math.max(ENTRIES_AT_FIRST, 2 * this.#size)
    const grown = new Int32Array(entries * FIELDS)
    grown.set(this.#entries)
    this.#entries = grown
    this.#table = new Int32Array(2 * entries)
    for (let number = 1; number <= this.#size; number++) {
      let slot = (grown[(number - 1) * FIELDS + 2] ?? 0) & (this.#table.length - 1)
      while (this.#table[slot] !== 0) slot = (slot + 1) & (this.#table.length - 1)
      this.#table[slot] = number
    }
  }
}

function doubled(bytes: Uint8Array<ArrayBuffer>, min: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(min, 2 * bytes.length))
  grown.set(bytes)
  return grown
}

/**
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over four bytes at a time, since each step depends on the last;
 * then mixes the upper bits down.
 */
function hashOf(memory: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5 | 0
  let at = begin
  for (; at + 4 <= end; at += 4) {
    const low = (memory[at] ?? 0) | ((memory[at + 1] ?? 0) << 8)
    const high = (memory[at + 2] ?? 0) | ((memory[at + 3] ?? 0) << 8)
    hash = Math.imul(hash ^ low ^ (high << 16), 0x01000193)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (memory[at] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}
