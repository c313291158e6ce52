/** How many bytes are read from a file at once, and how many are kept. */
export interface BlockSizes {
  blockBytes: number
  blocksKept: number
}

/**
 * Reads a file block by block on demand, and keeps the most recently used blocks: SQLite reads page by page, neighbours
 * are likely to follow, and inner pages of a b-tree are read repeatedly. The file may be larger than memory.
 */
export class BlockReader {
  readonly #size: number
  readonly #fill: (bytes: Uint8Array, begin: number) => void
  readonly #sizes: BlockSizes
  /** By block number, the most recently used last. */
  readonly #blocks = new Map<number, Uint8Array>()

  /** `fill` fills all of `bytes` with the file's bytes from `begin` on, or throws. */
  constructor(size: number, sizes: BlockSizes, fill: (bytes: Uint8Array, begin: number) => void) {
    this.#size = size
    this.#sizes = sizes
    this.#fill = fill
  }

  /** Returns the bytes from `begin` to `end`, valid until the next call. */
  read(begin: number, end: number): Uint8Array {
    const { blockBytes } = this.#sizes
    const first = Math.floor(begin / blockBytes)
    const offset = begin - first * blockBytes
    if (offset + (end - begin) <= blockBytes) {
      return this.#block(first).subarray(offset, offset + (end - begin))
    }
    const bytes = new Uint8Array(end - begin)
    this.#fill(bytes, begin)
    return bytes
  }

  /** Frees all blocks. */
  clear(): void {
    this.#blocks.clear()
  }

  #block(number: number): Uint8Array {
    let block = this.#blocks.get(number)
    this.#blocks.delete(number)
    if (block === undefined) {
      const begin = number * this.#sizes.blockBytes
      block = this.#spareBlock(Math.min(this.#sizes.blockBytes, this.#size - begin))
      this.#fill(block, begin)
    }
    this.#blocks.set(number, block)
    return block
  }

  /** Returns the memory of the least recently used block, if the cache is full. */
  #spareBlock(length: number): Uint8Array {
    const [oldest] = this.#blocks.size < this.#sizes.blocksKept ? [] : this.#blocks
    if (oldest === undefined) return new Uint8Array(length)
    const [number, block] = oldest
    this.#blocks.delete(number)
    return block.length === length ? block : new Uint8Array(length)
  }
}
