import type { RowId } from '../row-id.ts'
import { localBytes, PAGE_NUMBER_BYTES, pageNumberAt, type TablePage } from '../table-page.ts'
import { sizeAt, varintLength } from '../varint.ts'
import { Unsure } from './noted-file.ts'
import { PAGE_BYTES } from './page-digest.ts'

const TEXT = 13
const BLOB = 12
/** Sizes in bytes of the serial types below BLOB (SQLite file format section 2.1); two are reserved. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
/** What invalid bytes of a text are decoded to, and what ends a text for some of SQLite's functions. */
const ODD = /[\ufffd\0]/

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: false })

/** A row as its leaf has it: all of it, or its beginning and the number of its first overflow page. */
export interface LeafRow {
  rowId: RowId
  /** Size of the record. Unit: bytes. */
  size: number
  bytes: Uint8Array
  /** Its first overflow page; 0 if there is none. */
  head: number
}

export function* rowsOf(leaf: TablePage): Generator<LeafRow> {
  for (let cell = 0; cell < leaf.cells; cell++) {
    const { rowId, size, begin } = leaf.payload(cell)
    const local = localBytes(size, PAGE_BYTES)
    const head = local < size ? pageNumberAt(leaf.bytes, begin + local) : 0
    const end = begin + local + (head === 0 ? 0 : PAGE_NUMBER_BYTES)
    yield { rowId, size, bytes: leaf.bytes.subarray(begin, end), head }
  }
}

/** Whether the leaves of two versions have the same for a row. Its overflow pages may differ. */
export function isSameRow(a: LeafRow, b: LeafRow): boolean {
  return (
    a.size === b.size &&
    a.bytes.length === b.bytes.length &&
    a.bytes.every((byte, at) => byte === b.bytes[at])
  )
}

/**
 * Returns the text in a column; null if it has another value.
 * @param place how many values precede it
 * @throws Unsure if it is not in the leaf, has bytes that are no text, or was added after the row
 */
export function textIn({ bytes, size, head }: LeafRow, place: number): string | null {
  const here = head === 0 ? size : bytes.length - PAGE_NUMBER_BYTES
  const sizeLength = varintLength(bytes, 0)
  const header = sizeAt(bytes, 0, sizeLength)
  let at = sizeLength
  let value = header
  for (let column = 0; at < Math.min(header, here); column++) {
    const length = varintLength(bytes, at)
    const type = sizeAt(bytes, at, length)
    const valueBytes = type < BLOB ? SIZES[type] : Math.floor((type - BLOB) / 2)
    if (valueBytes === undefined) throw new Unsure()
    if (column === place) {
      if (type < TEXT || type % 2 === 0) return null
      if (value + valueBytes > here) throw new Unsure()
      return plainText(bytes.subarray(value, value + valueBytes))
    }
    at += length
    value += valueBytes
  }
  throw new Unsure()
}

/** Returns the text that these bytes are. @throws Unsure if some are no text, or would end one */
export function plainText(bytes: Uint8Array): string {
  const text = utf8.decode(bytes)
  if (ODD.test(text)) throw new Unsure()
  return text
}
