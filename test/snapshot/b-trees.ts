/** Hand-made b-tree pages: https://sqlite.org/fileformat2.html section 1.6. */

const INTERIOR_TABLE = 0x05
const INTERIOR_INDEX = 0x02
const HEADER_BYTES = 100

export const pageSizeOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint16(16) % 65_535 || 65_536

/**
 * Returns a copy with this many empty pages appended and counted in the header, and the number of the first of them.
 */
export function withPages(bytes: Uint8Array, count: number): { grown: Uint8Array; first: number } {
  const size = pageSizeOf(bytes)
  const grown = new Uint8Array(bytes.length + count * size)
  grown.set(bytes)
  new DataView(grown.buffer).setUint32(28, grown.length / size)
  return { grown, first: bytes.length / size + 1 }
}

/** Returns the bytes of a page, by its number from 1. */
export function pageOf(bytes: Uint8Array, page: number): Uint8Array {
  const size = pageSizeOf(bytes)
  return bytes.subarray((page - 1) * size, page * size)
}

/** Makes a page the inner page of a table that points to these pages, the last one for all greater row numbers. */
export function makeInteriorTable(bytes: Uint8Array, page: number, children: number[]): void {
  // The one-byte row numbers are wrong, which SQLite accepts.
  const cells = children.slice(0, -1).map((child) => Uint8Array.of(...bigEndian(child), 1))
  makeInterior(bytes, page, INTERIOR_TABLE, cells, children.at(-1) ?? 0)
}

/** The same for an index; each cell contains a copy of this payload. */
export function makeInteriorIndex(
  bytes: Uint8Array,
  page: number,
  children: number[],
  key: Uint8Array,
): void {
  const cells = children.slice(0, -1).map((child) => Uint8Array.of(...bigEndian(child), key.length, ...key))
  makeInterior(bytes, page, INTERIOR_INDEX, cells, children.at(-1) ?? 0)
}

/**
 * Makes the pages from `first` a tree of this depth whose inner pages all have `width` children, which are all the same
 * page; at its end is `leaf`. It takes one page per level, and width^depth steps to traverse.
 */
export function makeMaze(
  bytes: Uint8Array,
  { first, depth, width, leaf }: { first: number; depth: number; width: number; leaf: number },
): void {
  for (let level = 0; level < depth; level++) {
    const child = level === depth - 1 ? leaf : first + level + 1
    makeInteriorTable(bytes, first + level, Array(width).fill(child))
  }
}

/** Moves the content of the first page after the header to another page: both have their cells at their ends. */
export function moveSchemaTo(bytes: Uint8Array, page: number): void {
  const [from, to] = [pageOf(bytes, 1), pageOf(bytes, page)]
  to.set(from)
  const cells = new DataView(from.buffer, from.byteOffset).getUint16(HEADER_BYTES + 3)
  to.copyWithin(0, HEADER_BYTES, HEADER_BYTES + 8 + 2 * cells)
}

function makeInterior(
  bytes: Uint8Array,
  number: number,
  kind: number,
  cells: Uint8Array[],
  rightmost: number,
): void {
  const page = pageOf(bytes, number)
  const view = new DataView(page.buffer, page.byteOffset, page.length)
  const header = number === 1 ? HEADER_BYTES : 0
  page.fill(0, header)
  let content = page.length
  for (const [index, cell] of cells.entries()) {
    content -= cell.length
    page.set(cell, content)
    view.setUint16(header + 12 + 2 * index, content)
  }
  page[header] = kind
  view.setUint16(header + 3, cells.length)
  view.setUint16(header + 5, content)
  view.setUint32(header + 8, rightmost)
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}
