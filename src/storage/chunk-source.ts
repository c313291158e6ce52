import type { FileManifest } from '../contract/snapshots.ts'
import type { ByteCache } from './byte-cache.ts'
import type { ChunkStore } from './chunk-store.ts'
import { ReadAhead } from './read-ahead.ts'

/** Counts requests to the store. */
export interface Fetched {
  requests: number
  bytes: number
}

export interface ChunkSourceOptions {
  cache: ByteCache
  /** Unit of caching; a whole chunk if this does not divide its size. */
  blockBytes: number
  /** Least to fetch at once while it isn't `sparing`. */
  fetchBytes: number
  /** Incremented as this source fetches. */
  fetched: Fetched
  /** Returns the error that names the missing bytes. */
  missing: (begin: number, end: number) => Error
}

/** Share of the cache that one fetch may fill: the rest is for other blocks of the same row. */
const READ_AHEAD_SHARE = 1 / 4

/**
 * Yields to the event loop after this many consecutive fetches. A store in the same process, as in local development,
 * answers immediately, so other requests would wait for the last fetch.
 */
const FETCHES_A_TURN = 32

let sources = 0

/**
 * Reads bytes of a stored snapshot. Chunks are addressed by content, so every read is of the version that the manifest
 * names.
 */
export class ChunkSource {
  readonly size: number
  /** Whether to fetch as few bytes as possible, where the pages to read are known and lie apart. */
  sparing = false
  readonly #manifest: FileManifest
  readonly #store: Pick<ChunkStore, 'get'>
  readonly #options: ChunkSourceOptions
  readonly #blockBytes: number
  /** Blocks to fetch at once, and a multiple of where to begin. */
  readonly #usual: number
  readonly #readAhead: ReadAhead
  /** Prefix of its keys in the cache. */
  readonly #prefix = `${++sources} `

  constructor(store: Pick<ChunkStore, 'get'>, manifest: FileManifest, options: ChunkSourceOptions) {
    this.size = manifest.size
    this.#manifest = manifest
    this.#store = store
    this.#options = options
    this.#blockBytes =
      manifest.chunk_size % options.blockBytes === 0 ? options.blockBytes : manifest.chunk_size
    this.#usual = Math.max(1, Math.floor(options.fetchBytes / this.#blockBytes))
    const max = Math.min(manifest.chunk_size, options.cache.maxBytes * READ_AHEAD_SHARE)
    this.#readAhead = new ReadAhead(Math.floor(max / this.#blockBytes))
  }

  /**
   * Returns the bytes from `begin` up to `end`.
   * @throws what `missing` returns, if some of them are not cached
   */
  read(begin: number, end: number): Uint8Array {
    const size = this.#blockBytes
    const first = Math.floor(begin / size)
    if (end <= (first + 1) * size) {
      return this.#block(first, begin, end).subarray(begin - first * size, end - first * size)
    }
    const bytes = new Uint8Array(end - begin)
    for (let block = first; block * size < end; block++) {
      const offset = block * size
      const part = this.#block(block, begin, end).subarray(Math.max(0, begin - offset), end - offset)
      bytes.set(part, Math.max(0, offset - begin))
    }
    return bytes
  }

  /**
   * Fetches the blocks of a range, and more if reading is sequential.
   * @throws LaurelError `storage_unavailable`
   */
  async fetch(begin: number, end: number): Promise<void> {
    const last = Math.floor(Math.max(begin, end - 1) / this.#blockBytes)
    for (let block = Math.floor(begin / this.#blockBytes); block <= last; ) {
      block = this.#has(block) ? block + 1 : await this.#fetchFrom(block, last + 1)
    }
  }

  /** Fetches blocks of one chunk, from `block` at least to `end`. Returns the first block that was not fetched. */
  async #fetchFrom(block: number, end: number): Promise<number> {
    const size = this.#blockBytes
    const perChunk = this.#manifest.chunk_size / size
    const chunk = Math.floor(block / perChunk)
    const offset = chunk * this.#manifest.chunk_size
    const least = this.sparing ? 1 : this.#usual
    const begin = Math.max(chunk * perChunk, block - (block % least))
    let first = block
    while (first > begin && !this.#has(first - 1)) first--
    const wanted = Math.max(end, begin + Math.max(least, this.#readAhead.sizeAt(first)))
    const limit = Math.min(wanted, (chunk + 1) * perChunk, Math.ceil(this.size / size))
    let stop = block + 1
    while (stop < limit && !this.#has(stop)) stop++
    const range = { offset: first * size - offset, length: Math.min(stop * size, this.size) - first * size }
    const bytes = await this.#store.get(this.#manifest, chunk, range)
    const { cache, fetched } = this.#options
    fetched.requests += 1
    fetched.bytes += bytes.byteLength
    for (let one = first; one < stop; one++) {
      // Copied, because a view would keep the whole response alive.
      cache.put(this.#key(one), bytes.slice((one - first) * size, (one - first + 1) * size))
    }
    this.#readAhead.fetched(first, stop)
    if (fetched.requests % FETCHES_A_TURN === 0) await othersTurn()
    return stop
  }

  #has(block: number): boolean {
    return this.#options.cache.has(this.#key(block))
  }

  /**
   * @param begin start of the read that needs the block
   * @param end its end
   */
  #block(block: number, begin: number, end: number): Uint8Array {
    const bytes = this.#options.cache.get(this.#key(block))
    if (bytes === undefined) throw this.#options.missing(begin, end)
    return bytes
  }

  /** Drops its cached blocks. It can still be read. */
  forget(): void {
    this.#options.cache.forget(this.#prefix)
  }

  #key(block: number): string {
    return this.#prefix + block
  }
}

/** Timers run after pending events. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
