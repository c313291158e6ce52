import type { BitInput } from './bit-input.ts'
import { type HuffmanTable, huffmanTable } from './huffman.ts'

/** Greatest distance of a match (RFC 1951 section 2), and its greatest length. Unit: bytes. */
const WINDOW_BYTES = 32 * 1024
const MATCH_BYTES_MAX = 258
/** Size of one output chunk. Unit: bytes. */
const PIECE_BYTES = 64 * 1024

/** Longest input of a block header, including its code lengths, and of a symbol with its match. Unit: bytes. */
const HEAD_BYTES = 400
const SYMBOL_BYTES = 8

const END = 256
const LITERALS = 288
const DISTANCES = 30

/** Order of the lengths of the code-length code (RFC 1951 section 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Lengths, from symbol 257 on, and distances: base value and number of extra bits. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const LENGTHS = [...basesOf(3, LENGTH_BITS.slice(0, -1)), MATCH_BYTES_MAX]
const DISTANCE_BITS = Array.from({ length: DISTANCES }, (_, symbol) => Math.max(0, (symbol >> 1) - 1))
const DISTANCE_BASES = basesOf(1, DISTANCE_BITS)

const FIXED = {
  literals: tableOf(
    Uint8Array.from({ length: LITERALS }, (_, symbol) =>
      symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
    ),
  ),
  distances: tableOf(new Uint8Array(DISTANCES).fill(5)),
}

type Codes = Readonly<Record<'literals' | 'distances', HuffmanTable>>

type Block = { kind: 'stored'; left: number } | { kind: 'coded'; codes: Codes }

/** Why inflating stopped: out of input, output chunk full, or finished. */
export type Stopped = 'input' | 'piece' | 'end'

/** Inflates one deflate stream (RFC 1951), and stops exactly at its end, which DecompressionStream does not expose. */
export class Inflate {
  readonly #input: BitInput
  /** The window, followed by pending output. */
  readonly #out = new Uint8Array(WINDOW_BYTES + PIECE_BYTES + MATCH_BYTES_MAX)
  /** Start and end of pending output. */
  #begin = 0
  #end = 0
  #block: Block | null = null
  #last = false

  constructor(input: BitInput) {
    this.#input = input
  }

  /** @throws Error if the data is damaged or truncated */
  run(): Stopped {
    for (;;) {
      if (this.#end - this.#begin >= PIECE_BYTES) return 'piece'
      if (this.#block === null) {
        if (this.#last) return 'end'
        if (!this.#input.hasOrEnds(HEAD_BYTES)) return 'input'
        this.#block = this.#head()
      }
      const over = this.#block.kind === 'stored' ? this.#stored(this.#block) : this.#coded(this.#block.codes)
      if (over) this.#block = null
      else if (this.#end - this.#begin < PIECE_BYTES) return 'input'
    }
  }

  /** Returns the output since the last call. */
  take(): Uint8Array<ArrayBuffer> {
    const piece = this.#out.slice(this.#begin, this.#end)
    const from = Math.max(0, this.#end - WINDOW_BYTES)
    this.#out.copyWithin(0, from, this.#end)
    this.#end -= from
    this.#begin = this.#end
    return piece
  }

  #head(): Block {
    const input = this.#input
    this.#last = input.take(1) === 1
    const kind = input.take(2)
    if (kind === 1) return { kind: 'coded', codes: FIXED }
    if (kind === 2) return { kind: 'coded', codes: this.#codes() }
    if (kind === 3) throw damaged()
    input.align()
    const left = input.take(16)
    const check = input.take(16)
    input.checkNotBeyond()
    if ((left ^ 0xffff) !== check) throw damaged()
    return { kind: 'stored', left }
  }

  /** Reads the codes of a dynamic block (RFC 1951 section 3.2.7). */
  #codes(): Codes {
    const input = this.#input
    const literals = input.take(5) + 257
    const distances = input.take(5) + 1
    const known = input.take(4) + 4
    const forLengths = new Uint8Array(LENGTH_ORDER.length)
    for (const symbol of LENGTH_ORDER.slice(0, known)) forLengths[symbol] = input.take(3)
    const table = tableOf(forLengths)
    const lengths = new Uint8Array(literals + distances)
    for (let at = 0; at < lengths.length; ) {
      const symbol = this.#symbol(table)
      if (symbol < 16) lengths[at++] = symbol
      else {
        const repeated = symbol === 16 ? lengths[at - 1] : 0
        const times =
          symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7)
        if (repeated === undefined || at + times > lengths.length) throw damaged()
        lengths.fill(repeated, at, at + times)
        at += times
      }
    }
    input.checkNotBeyond()
    return {
      literals: tableOf(lengths.subarray(0, literals)),
      distances: tableOf(lengths.subarray(literals)),
    }
  }

  /** Copies a stored block. Returns true at its end; false if output is full or input is missing. */
  #stored(block: { left: number }): boolean {
    const input = this.#input
    const free = PIECE_BYTES - (this.#end - this.#begin)
    const length = Math.min(block.left, free, input.here)
    const from = input.at >> 3
    this.#out.set(input.bytes.subarray(from, from + length), this.#end)
    this.#end += length
    input.at += length * 8
    block.left -= length
    if (block.left > 0 && input.ended && input.here === 0) throw cutOff()
    return block.left === 0
  }

  /** The same for a compressed block. */
  #coded({ literals, distances }: Codes): boolean {
    const input = this.#input
    const full = this.#begin + PIECE_BYTES
    while (this.#end < full) {
      this.#literals(literals, full)
      if (!input.hasOrEnds(SYMBOL_BYTES)) return false
      const symbol = this.#symbol(literals)
      if (symbol < END) this.#out[this.#end++] = symbol
      else if (symbol === END) {
        input.checkNotBeyond()
        return true
      } else this.#copy(symbol - END - 1, distances)
      if (input.ended) input.checkNotBeyond()
    }
    return false
  }

  /** Decodes consecutive literals, nearly all of a history, while input and output surely suffice. */
  #literals({ entries, bits }: HuffmanTable, full: number): void {
    const { bytes } = this.#input
    const out = this.#out
    const mask = (1 << bits) - 1
    const enough = (bytes.length - SYMBOL_BYTES) * 8
    let { at } = this.#input
    let end = this.#end
    while (end < full - 1 && at < enough) {
      const from = at >> 3
      const word = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) | ((bytes[from + 2] ?? 0) << 16)
      const entry = entries[(word >> (at & 7)) & mask] ?? 0
      if (entry === 0 || entry >> 4 >= END) break
      out[end++] = entry >> 4
      at += entry & 15
    }
    this.#input.at = at
    this.#end = end
  }

  #copy(lengthSymbol: number, distances: HuffmanTable): void {
    const input = this.#input
    const length = LENGTHS[lengthSymbol]
    if (length === undefined) throw damaged()
    const end = this.#end + length + input.take(LENGTH_BITS[lengthSymbol] ?? 0)
    const symbol = this.#symbol(distances)
    const base = DISTANCE_BASES[symbol]
    if (base === undefined) throw damaged()
    const distance = base + input.take(DISTANCE_BITS[symbol] ?? 0)
    if (distance > this.#end) throw damaged()
    const out = this.#out
    // Byte by byte, because a match may overlap its own output.
    for (let at = this.#end; at < end; at++) out[at] = out[at - distance] ?? 0
    this.#end = end
  }

  #symbol({ entries, bits }: HuffmanTable): number {
    const input = this.#input
    const entry = entries[input.take(bits)] ?? 0
    if (entry === 0) throw damaged()
    input.at -= bits - (entry & 15)
    return entry >> 4
  }
}

function basesOf(first: number, bits: readonly number[]): number[] {
  let base = first
  return bits.map((count) => {
    const own = base
    base += 1 << count
    return own
  })
}

function tableOf(lengths: Uint8Array): HuffmanTable {
  const table = huffmanTable(lengths)
  if (table === null) throw damaged()
  return table
}

function damaged(): Error {
  return new Error('The compressed data is damaged.')
}

function cutOff(): Error {
  return new Error('The compressed data was cut off.')
}
