import type { Header } from './header.ts'
import type { RowId } from './row-id.ts'
import { rowIdAt, sizeAt, varintLength } from './varint.ts'

/** Page types, the first byte of a page, and the header sizes (file format section 1.6). */
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
 * A copy of a page of a table's b-tree (SQLite file format section 1.6; not the first page of the file, which starts
 * with the file's header): a leaf, whose cells are rows, or an inner page, whose cells point to others.
 */
export class TablePage {
  readonly bytes: Uint8Array
  /** The page's number in the file. */
  number = 0
  leaf = false
  cells = 0
  /** The next cell to read. */
  next = 0
  readonly #usable: number

  constructor({ pageBytes, usableBytes }: Header) {
    this.bytes = new Uint8Array(pageBytes)
    this.#usable = usableBytes
  }

  static isLeaf(bytes: Uint8Array): boolean {
    return bytes[0] === LEAF
  }

  /** Loads this page. Returns false if it is not a table page or is damaged, so that SQLite would refuse it too. */
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

  /** Returns where a cell begins. */
  at(cell: number): number {
    return pairAt(this.bytes, this.#headerBytes + 2 * cell)
  }

  /** Returns the row in a cell of a leaf: its number, the size of its record, and where that begins. */
  payload(cell: number): { rowId: RowId; size: number; begin: number } {
    const at = this.at(cell)
    const sizeLength = varintLength(this.bytes, at)
    const numberLength = varintLength(this.bytes, at + sizeLength)
    return {
      rowId: rowIdAt(this.bytes, at + sizeLength, numberLength),
      size: sizeAt(this.bytes, at, sizeLength),
      begin: at + sizeLength + numberLength,
    }
  }

  /** Returns a child of an inner page, which has one more child than cells. */
  child(cell: number): number {
    return pageNumberAt(this.bytes, cell < this.cells ? this.at(cell) : LAST_CHILD)
  }

  /** Returns the first cell with a greater row number; the number of cells if there is none. */
  cellAfter(rowId: RowId): number {
    let [from, to] = [0, this.cells]
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.rowIdIn(middle) > rowId) to = middle
      else from = middle + 1
    }
    return from
  }

  /** Returns the row number in a cell: of an inner page, the greatest one below its child. */
  rowIdIn(cell: number): RowId {
    let at = this.at(cell)
    at += this.leaf ? varintLength(this.bytes, at) : PAGE_NUMBER_BYTES
    return rowIdAt(this.bytes, at, varintLength(this.bytes, at))
  }

  get #headerBytes(): number {
    return this.leaf ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES
  }

  /** Whether a cell lies between the cell pointers and the end of the page. */
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

/** Returns how much of a row is in its leaf; the rest is in overflow pages (file format section 1.6). */
export function localBytes(size: number, usableBytes: number): number {
  if (size <= usableBytes - 35) return size
  const min = Math.floor(((usableBytes - 12) * 32) / 255) - 23
  const filling = min + ((size - min) % (usableBytes - PAGE_NUMBER_BYTES))
  return filling <= usableBytes - 35 ? filling : min
}

export function pageNumberAt(bytes: Uint8Array, at: number): number {
  return pairAt(bytes, at) * 0x10000 + pairAt(bytes, at + 2)
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
