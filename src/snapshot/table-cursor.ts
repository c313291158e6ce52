import type { Header, StoredFile } from './header.ts'
import { LOWEST, type RowId } from './row-id.ts'
import { localBytes, PAGE_NUMBER_BYTES, pageNumberAt, TablePage } from './table-page.ts'
import { rowIdAt, sizeAt, varintLength } from './varint.ts'

/** Maximum number of pages from the root of a tree to its leaves, as in SQLite. */
const DEPTH_MAX = 20

/** Buffer for rows longer than a page, reused from row to row. Unit: bytes. */
const BUFFER_KEPT_BYTES = 256 * 1024

/** A part of a record, in bytes from its beginning. */
export interface RecordPart {
  begin: number
  end: number
}

/** Whether there is a row; `damaged` if a page is invalid, so that SQLite would refuse it too. */
export type Found = 'row' | 'end' | 'damaged'

/**
 * Reads the rows of a table in the order of their numbers, along the pages of its b-tree (SQLite file format section
 * 1.6): each page is read once, and a row is returned in place. After MissingBytes, methods can be called again, and
 * continue.
 */
export class TableCursor {
  /** The number of the current row. */
  rowId: RowId = LOWEST
  /** Size of its record in bytes. */
  size = 0
  /** Where its record begins: the first `here` bytes are contiguous, all of it or its beginning. */
  memory: Uint8Array
  begin = 0
  here = 0
  readonly #file: StoredFile
  readonly #header: Header
  readonly #root: number
  /** From the root to the parent of the leaf. */
  readonly #inner: TablePage[] = []
  #depth = 0
  readonly #leaf: TablePage
  /** For a record with overflow pages: the wanted part of it, how much was skipped, and the next page. */
  #buffer = new Uint8Array(0)
  #filled = 0
  #overflow = 0

  /** `root`: the number of the table's first page. */
  constructor(file: StoredFile, root: number) {
    const { header } = file
    this.#file = file
    this.#header = header
    this.#root = root
    this.#leaf = new TablePage(header)
    this.memory = this.#leaf.bytes
  }

  /** The number of the page that has all of the current row; 0 if the row goes on in others. */
  get wholePage(): number {
    return localBytes(this.size, this.#header.usableBytes) === this.size ? this.#leaf.number : 0
  }

  /** Moves to the first row after this number. */
  seek(after: RowId): Found {
    this.#depth = 0
    this.#leaf.next = this.#leaf.cells
    return this.#down(this.#root, after)
  }

  /** Moves to the next row. */
  next(): Found {
    if (this.#leaf.next < this.#leaf.cells) return this.#row()
    for (; this.#depth > 0; this.#depth--) {
      const above = this.#inner[this.#depth - 1]
      if (above !== undefined && above.next <= above.cells) return this.#down(above.child(above.next), null)
    }
    return 'end'
  }

  /** Skips the damaged page with all its children: `next` continues after it. Returns false if that is all pages. */
  pass(): boolean {
    const above = this.#inner[this.#depth - 1]
    if (this.#depth === 0 || above === undefined) return false
    above.next++
    this.#leaf.number = 0
    this.#leaf.cells = 0
    this.#leaf.next = 0
    return true
  }

  /** Skips the rest of the current page. */
  passLeaf(): void {
    this.#leaf.next = this.#leaf.cells
  }

  /**
   * Makes the first `bytes` of the current record contiguous. Returns false if the file is damaged.
   * @throws MissingBytes; what was gathered is kept
   */
  gather(bytes: number): boolean {
    return bytes <= this.here || this.gatherParts([{ begin: 0, end: bytes }])
  }

  /**
   * Makes these parts of the current record contiguous: from then on they are all of it. Of the overflow pages in
   * between, only the number of the next page is read. Returns false if the file is damaged.
   * @param parts in ascending order, and the same ones in a repeated call
   * @throws MissingBytes; what was gathered is kept
   */
  gatherParts(parts: readonly RecordPart[]): boolean {
    const last = parts.at(-1)?.end ?? 0
    const { pageBytes, usableBytes } = this.#header
    if (this.#filled === 0) {
      this.#reserve(parts.reduce((sum, { begin, end }) => sum + end - begin, 0))
      this.#fill(parts, this.memory.subarray(this.begin, this.begin + this.here))
      this.#overflow = this.here < this.size ? pageNumberAt(this.memory, this.begin + this.here) : 0
    }
    while (this.#filled < last) {
      if (!this.#isPage(this.#overflow)) return false
      const begin = (this.#overflow - 1) * pageBytes
      const bytes = usableBytes - PAGE_NUMBER_BYTES
      const wanted = parts.some((part) => part.begin < this.#filled + bytes && part.end > this.#filled)
      const page = this.#file.source.read(begin, begin + (wanted ? pageBytes : PAGE_NUMBER_BYTES))
      this.#overflow = pageNumberAt(page, 0)
      if (wanted) this.#fill(parts, page.subarray(PAGE_NUMBER_BYTES, PAGE_NUMBER_BYTES + bytes))
      else this.#filled += bytes
    }
    this.memory = this.#buffer
    this.begin = 0
    this.here = parts.reduce((sum, { begin, end }) => sum + end - begin, 0)
    return true
  }

  /** Clears the cache. */
  clear(): void {
    this.#leaf.bytes.fill(0)
    this.#buffer = new Uint8Array(0)
    this.memory = this.#buffer
  }

  /** Descends from a page to the first row after this number, or to the first row. */
  #down(from: number, after: RowId | null): Found {
    for (let number = from; ; ) {
      const page = this.#page(number)
      if (page === undefined) return 'damaged'
      // Only now, since reading the child may throw: its parent advances.
      const above = this.#inner[this.#depth - 1]
      if (above !== undefined) above.next++
      page.next = after === null ? 0 : page.cellAfter(after)
      // Only the root of a table without rows has no cells.
      if (page.cells === 0 && (!page.leaf || this.#depth > 0)) return 'damaged'
      if (page.leaf) return this.next()
      number = page.child(page.next)
      this.#depth++
    }
  }

  /** Returns the page with this number, at the current depth. */
  #page(number: number): TablePage | undefined {
    const known = this.#inner[this.#depth]
    if (known?.number === number) return known
    if (this.#leaf.number === number) return this.#leaf
    if (!this.#isPage(number) || this.#depth >= DEPTH_MAX) return undefined
    const { pageBytes } = this.#header
    const read = this.#file.source.read((number - 1) * pageBytes, number * pageBytes)
    const page = this.#pageLike(read)
    return page.take(number, read) ? page : undefined
  }

  #pageLike(read: Uint8Array): TablePage {
    if (TablePage.isLeaf(read)) return this.#leaf
    const page = this.#inner[this.#depth] ?? new TablePage(this.#header)
    this.#inner[this.#depth] = page
    return page
  }

  #row(): Found {
    const { bytes } = this.#leaf
    const at = this.#leaf.at(this.#leaf.next++)
    const sizeLength = varintLength(bytes, at)
    const numberLength = varintLength(bytes, at + sizeLength)
    this.rowId = rowIdAt(bytes, at + sizeLength, numberLength)
    this.size = sizeAt(bytes, at, sizeLength)
    this.memory = bytes
    this.begin = at + sizeLength + numberLength
    this.#filled = 0
    this.here = localBytes(this.size, this.#header.usableBytes)
    return 'row'
  }

  /** Page 1 belongs to the schema, never to another table. */
  #isPage(number: number): boolean {
    return number >= 2 && number <= this.#header.pageCount
  }

  /** Copies the wanted parts of the next bytes of the record. */
  #fill(parts: readonly RecordPart[], bytes: Uint8Array): void {
    let at = 0
    for (const { begin, end } of parts) {
      const from = Math.max(begin, this.#filled)
      const to = Math.min(end, this.#filled + bytes.length)
      if (from < to)
        this.#buffer.set(bytes.subarray(from - this.#filled, to - this.#filled), at + from - begin)
      at += end - begin
    }
    this.#filled += bytes.length
  }

  #reserve(bytes: number): void {
    const spare = this.#buffer.length <= BUFFER_KEPT_BYTES ? this.#buffer.length : 0
    if (bytes > spare) this.#buffer = new Uint8Array(Math.max(bytes, Math.min(2 * bytes, BUFFER_KEPT_BYTES)))
  }
}
