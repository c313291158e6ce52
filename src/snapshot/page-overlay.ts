import { type ByteSource, MissingBytes } from './byte-source.ts'

/** The pages of a database that are in another file than the main one, and the total size with them. */
export interface OtherPages {
  /** Unit: bytes. */
  readonly pageSize: number
  readonly pageCount: number
  /** Returns the offset of a page, counted from 1, in the other file; undefined if it is in the main file. */
  offsetOf(page: number): number | undefined
  /** The bytes before each page in the other file: read with it, and checked each time. */
  head?: PageHead
}

export interface PageHead {
  /** Unit: bytes. */
  readonly size: number
  /** @throws if the page after it is not this one */
  check(head: Uint8Array, page: number): void
}

/** The location of a part of the overlaid bytes within one read. */
interface Part {
  source: ByteSource
  /** The page, counted from 1. */
  page: number
  /** Offset of its head in the source; undefined if it has none. */
  head: number | undefined
  /** Offset in the source. Bytes from `end` on are zero: the database has grown, and they were never written. */
  begin: number
  end: number
  /** Offset in the overlaid bytes where the next part begins. */
  next: number
}

/** A database with some of its pages in another file. It may be larger or smaller than the main file. */
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
      if (part.begin < part.end) await part.source.fetch?.(part.head ?? part.begin, part.end)
    }
  }

  #read(begin: number, end: number): Uint8Array {
    const first = this.#part(begin, end)
    if (first.end - first.begin === end - begin) return this.#bytesOf(first)
    const bytes = new Uint8Array(end - begin)
    let at = 0
    for (const part of this.#parts(begin, end)) {
      if (part.begin < part.end) bytes.set(this.#bytesOf(part), at)
      at = part.next - begin
    }
    return bytes
  }

  #bytesOf({ source, page, head, begin, end }: Part): Uint8Array {
    if (head === undefined) return source.read(begin, end)
    // Read in one call: a later read may see another head or page.
    const bytes = source.read(head, end)
    this.#pages.head?.check(bytes, page)
    return bytes.subarray(begin - head)
  }

  *#parts(begin: number, end: number): Generator<Part> {
    for (let at = begin; at < end; ) {
      const part = this.#part(at, end)
      yield part
      at = part.next
    }
  }

  /** Returns the part from `begin` to the end of its page, or to `end`. */
  #part(begin: number, end: number): Part {
    const { pageSize, head } = this.#pages
    const page = Math.floor(begin / pageSize)
    const next = Math.min(end, (page + 1) * pageSize)
    const offset = this.#pages.offsetOf(page + 1)
    const at = { page: page + 1, next }
    if (offset === undefined) {
      return { ...at, source: this.#main, head: undefined, begin, end: Math.min(next, this.#main.size) }
    }
    const shift = offset - page * pageSize
    const source = this.#other
    return { ...at, source, head: head && offset - head.size, begin: begin + shift, end: next + shift }
  }
}
