import type { FileManifest } from '../contract/snapshots.ts'
import type { ChunkStore } from './chunk-store.ts'

/**
 * A stored snapshot as a source of bytes: chunks that were fetched are kept, the least recently used are
 * dropped when they exceed a budget. Chunks are named by their content, so every read is of the one version
 * that the manifest names.
 */
export class ChunkSource {
  readonly size: number
  readonly #manifest: FileManifest
  readonly #store: Pick<ChunkStore, 'get'>
  readonly #missing: (begin: number, end: number) => Error
  readonly #capacity: number
  /** By chunk index, least recently used first. */
  readonly #cached = new Map<number, Uint8Array>()

  /**
   * `cacheBytes`: what the kept chunks may take together. `missing` makes the error that says which bytes are
   * not at hand.
   */
  constructor(
    store: Pick<ChunkStore, 'get'>,
    manifest: FileManifest,
    cacheBytes: number,
    missing: (begin: number, end: number) => Error,
  ) {
    this.size = manifest.size
    this.#manifest = manifest
    this.#store = store
    this.#missing = missing
    this.#capacity = Math.max(2, Math.floor(cacheBytes / manifest.chunk_size))
  }

  /** Bytes from `begin` up to `end`. @throws what `missing` makes, when a chunk of them is not at hand */
  read(begin: number, end: number): Uint8Array {
    const first = this.#chunkAt(begin)
    const last = this.#chunkAt(Math.max(begin, end - 1))
    const chunkSize = this.#manifest.chunk_size
    if (first === last) return this.#chunk(first).subarray(begin - first * chunkSize, end - first * chunkSize)
    const bytes = new Uint8Array(end - begin)
    for (let index = first; index <= last; index++) {
      const offset = index * chunkSize
      const part = this.#chunk(index).subarray(Math.max(0, begin - offset), Math.min(chunkSize, end - offset))
      bytes.set(part, Math.max(0, offset - begin))
    }
    return bytes
  }

  /** Brings the chunks of a range. @throws LaurelError `storage_unavailable` */
  async fetch(begin: number, end: number): Promise<void> {
    for (let index = this.#chunkAt(begin); index <= this.#chunkAt(Math.max(begin, end - 1)); index++) {
      if (this.#cached.has(index)) continue
      this.#cached.set(index, await this.#store.get(this.#manifest, index))
      for (const oldest of this.#cached.keys()) {
        if (this.#cached.size <= this.#capacity) break
        this.#cached.delete(oldest)
      }
    }
  }

  #chunkAt(offset: number): number {
    return Math.floor(offset / this.#manifest.chunk_size)
  }

  #chunk(index: number): Uint8Array {
    const bytes = this.#cached.get(index)
    if (bytes === undefined) {
      const begin = index * this.#manifest.chunk_size
      throw this.#missing(begin, Math.min(this.size, begin + this.#manifest.chunk_size))
    }
    // Moves it to the end: the order of the map is the order of use.
    this.#cached.delete(index)
    this.#cached.set(index, bytes)
    return bytes
  }
}
