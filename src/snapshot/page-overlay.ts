import { type ByteSource, MissingBytes } from './byte-source.ts'

/** Which pages of a database lie in another file than its main one, and how many it has with them. */
export interface OtherPages {
  /** Unit: bytes. */
  readonly pageSize: number
  readonly pageCount: number
  /** Where a page, counted from 1, begins in the other file; undefined when the main file has it. */
  offsetOf(page: number): number | undefined
}

/** Where a part of the overlaid bytes lies, as far as one read goes. */
interface Part {
  source: ByteSource
  /** In the source. Bytes from `end` on are zero: the database has grown, and they were never written. */
  begin: number
  end: number
  /** In the overlaid bytes: where the next part begins. */
  next: number
}

/** A database some of whose pages lie in another file. It may be larger or smaller than the main file. */
export class PageOverlay implements ByteSource {
  readonly size: number
  readonly #main: ByteSource
  readonly #other: ByteSource
  readonly #pages: OtherPages

  constructor(main: ByteSource, other: ByteSource, pages: OtherPages) {
    this.size = pages.pageCount * pages.pageSize
    this.#main = main
    this.#other = other
    this.#pages = pages
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
    const { pageSize } = this.#pages
    const page = Math.floor(begin / pageSize)
    const next = Math.min(end, (page + 1) * pageSize)
    const offset = this.#pages.offsetOf(page + 1)
    if (offset === undefined) return { source: this.#main, begin, end: Math.min(next, this.#main.size), next }
    const shift = offset - page * pageSize
    return { source: this.#other, begin: begin + shift, end: next + shift, next }
  }
}
