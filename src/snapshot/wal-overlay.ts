import { type ByteSource, MissingBytes } from './byte-source.ts'
import { framePageOffset, type WalIndex } from './wal.ts'

/** Where a part of the overlaid bytes lies, as far as one read goes. */
interface Part {
  source: ByteSource
  /** In the source. Bytes from `end` on are zero: the database has grown, and they were never written. */
  begin: number
  end: number
  /** In the overlaid bytes: where the next part begins. */
  next: number
}

/**
 * A database as it is after the last commit in its write-ahead log: each page from its latest frame, or from
 * the main file when it has none. It may be larger or smaller than the main file.
 */
export class WalOverlay implements ByteSource {
  readonly size: number
  readonly #main: ByteSource
  readonly #wal: ByteSource
  readonly #index: WalIndex

  constructor(main: ByteSource, wal: ByteSource, index: WalIndex) {
    this.size = index.pageCount * index.pageSize
    this.#main = main
    this.#wal = wal
    this.#index = index
  }

  /** @throws MissingBytes for the whole range, in offsets of the overlaid bytes */
  read(begin: number, end: number): Uint8Array {
    try {
      return this.#read(begin, end)
    } catch (error) {
      throw error instanceof MissingBytes ? new MissingBytes(begin, end) : error
    }
  }

  async fetch(begin: number, end: number): Promise<void> {
    for (const part of this.#parts(begin, end)) {
      if (part.begin < part.end) await part.source.fetch?.(part.begin, part.end)
    }
  }

  #read(begin: number, end: number): Uint8Array {
    const first = this.#part(begin, end)
    if (first.end - first.begin === end - begin) return first.source.read(first.begin, first.end)
    const bytes = new Uint8Array(end - begin)
    let at = 0
    for (const part of this.#parts(begin, end)) {
      if (part.begin < part.end) bytes.set(part.source.read(part.begin, part.end), at)
      at = part.next - begin
    }
    return bytes
  }

  *#parts(begin: number, end: number): Generator<Part> {
    for (let at = begin; at < end; ) {
      const part = this.#part(at, end)
      yield part
      at = part.next
    }
  }

  /** The part from `begin` to the end of its page, or to `end`. */
  #part(begin: number, end: number): Part {
    const { pageSize, frames } = this.#index
    const page = Math.floor(begin / pageSize)
    const next = Math.min(end, (page + 1) * pageSize)
    const frame = frames.get(page + 1)
    if (frame === undefined) return { source: this.#main, begin, end: Math.min(next, this.#main.size), next }
    const shift = framePageOffset(frame, pageSize) - page * pageSize
    return { source: this.#wal, begin: begin + shift, end: next + shift, next }
  }
}
