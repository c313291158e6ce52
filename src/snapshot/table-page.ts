import type { Header } from './header.ts'
import type { RowId } from './row-id.ts'
import { rowIdAt, sizeAt, varintLength } from './varint.ts'

/** What the first byte of a page says it is, and how long its header is (file format section 1.6). */
const LEAF = 0x0d
const LEAF_HEADER_BYTES = 8
const INNER = 0x05
const INNER_HEADER_BYTES = 12
const CELLS = 3
const LAST_CHILD = 8
const CELL_BYTES_MIN = 4
/** A cell and its pointer. */
const CELL_AND_POINTER_BYTES_MIN = 6
export const PAGE_NUMBER_BYTES = 4

/**
 * A copy of a page of a table's b-tree (SQLite file format section 1.6; not the first page of the file, which has
 * the file's header before its own): a leaf, whose cells are rows, or an inner one, whose cells lead to others.
 */
export class TablePage {
  readonly bytes: Uint8Array
  /** The page's number in the file. */
  number = 0
  leaf = false
  cells = 0
  /** The next cell to look at. */
  next = 0
  readonly #usable: number

  constructor({ pageBytes, usableBytes }: Header) {
    this.bytes = new Uint8Array(pageBytes)
    this.#usable = usableBytes
  }

  static isLeaf(bytes: Uint8Array): boolean {
    return bytes[0] === LEAF
  }

  /** Becomes this page. False when it is no page of a table, or damaged: SQLite would refuse it too. */
  take(number: number, bytes: Uint8Array): boolean {
    this.number = 0
    this.bytes.set(bytes)
    this.leaf = TablePage.isLeaf(bytes)
    if (!this.leaf && bytes[0] !== INNER) return false
    this.cells = pairAt(this.bytes, CELLS)
    this.next = 0
    if (this.cells > (this.#usable - LEAF_HEADER_BYTES) / CELL_AND_POINTER_BYTES_MIN) return false
    for (let cell = 0; cell < this.cells; cell++) if (!this.#holds(cell)) return false
    this.number = number
    return true
  }

  /** Where a cell begins. */
  at(cell: number): number {
    return pairAt(this.bytes, this.#headerBytes + 2 * cell)
  }

  /** Of an inner page, which leads to one page more than it has cells. */
  child(cell: number): number {
    return pageNumberAt(this.bytes, cell < this.cells ? this.at(cell) : LAST_CHILD)
  }

  /** The first cell whose row number is greater; behind all cells when there is none. */
  cellBehind(rowId: RowId): number {
    let [from, to] = [0, this.cells]
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#rowId(middle) > rowId) to = middle
      else from = middle + 1
    }
    return from
  }

  get #headerBytes(): number {
    return this.leaf ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES
  }

  #rowId(cell: number): RowId {
    let at = this.at(cell)
    at += this.leaf ? varintLength(this.bytes, at) : PAGE_NUMBER_BYTES
    return rowIdAt(this.bytes, at, varintLength(this.bytes, at))
  }

  /** Whether a cell lies between the pointers to cells and the end of the page. */
  #holds(cell: number): boolean {
    const at = this.at(cell)
    if (at < this.#headerBytes + 2 * this.cells || at > this.#usable - CELL_BYTES_MIN) return false
    if (!this.leaf) {
      const number = at + PAGE_NUMBER_BYTES
      return number + varintLength(this.bytes, number) <= this.#usable
    }
    const sizeLength = varintLength(this.bytes, at)
    const payload = at + sizeLength + varintLength(this.bytes, at + sizeLength)
    const size = sizeAt(this.bytes, at, sizeLength)
    const local = localBytes(size, this.#usable)
    return payload + local + (local < size ? PAGE_NUMBER_BYTES : 0) <= this.#usable
  }
}

/** How much of a row is in its leaf; what there is more is in overflow pages (file format section 1.6). */
export function localBytes(size: number, usableBytes: number): number {
  if (size <= usableBytes - 35) return size
  const least = Math.floor(((usableBytes - 12) * 32) / 255) - 23
  const filling = least + ((size - least) % (usableBytes - PAGE_NUMBER_BYTES))
  return filling <= usableBytes - 35 ? filling : least
}

export function pageNumberAt(bytes: Uint8Array, at: number): number {
  return pairAt(bytes, at) * 0x10000 + pairAt(bytes, at + 2)
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
