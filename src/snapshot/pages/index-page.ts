import { sizeAt, varintLength } from '../varint.ts'
import { plainText } from './leaf-rows.ts'
import { Unsure } from './noted-file.ts'
import { PAGE_BYTES } from './page-digest.ts'

/** Offsets and sizes in a page of an index (SQLite file format section 1.6). */
const CELLS = 3
const LEAF_HEADER_BYTES = 8
const INNER_HEADER_BYTES = 12
const CHILD_BYTES = 4
/** Longer entries go on in overflow pages. */
const LOCAL_BYTES_MAX = Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23
/** Serial types (section 2.1): texts are odd ones from here on. */
const NULL = 0
const TEXT = 13

/**
 * Returns the texts in the first column of the entries on a page of an index, in their order; of equal ones that follow
 * each other, one.
 * @throws Unsure if an entry is not whole in the page, or has another value than a text or NULL
 */
export function idsInIndexPage(page: Uint8Array, inner: boolean): string[] {
  const ids: string[] = []
  const pointers = inner ? INNER_HEADER_BYTES : LEAF_HEADER_BYTES
  const cells = pairAt(page, CELLS)
  if (pointers + 2 * cells > PAGE_BYTES) throw new Unsure()
  let last: Uint8Array | null = null
  for (let cell = 0; cell < cells; cell++) {
    const id = textInEntry(page, pairAt(page, pointers + 2 * cell) + (inner ? CHILD_BYTES : 0))
    if (id === null || (last !== null && isSame(id, last))) continue
    ids.push(plainText(id))
    last = id
  }
  return ids
}

function textInEntry(page: Uint8Array, at: number): Uint8Array | null {
  const sizeLength = varintLength(page, at)
  const size = sizeAt(page, at, sizeLength)
  const record = at + sizeLength
  const end = record + size
  if (size > LOCAL_BYTES_MAX || end > PAGE_BYTES) throw new Unsure()
  const headerLength = varintLength(page, record)
  const type = sizeAt(page, record + headerLength, varintLength(page, record + headerLength))
  if (type === NULL) return null
  if (type < TEXT || type % 2 === 0) throw new Unsure()
  const begin = record + sizeAt(page, record, headerLength)
  const textEnd = begin + (type - TEXT) / 2
  if (textEnd > end) throw new Unsure()
  return page.subarray(begin, textEnd)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
