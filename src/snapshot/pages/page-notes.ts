import type { Header } from '../header.ts'
import { localBytes, pageNumberAt, TablePage } from '../table-page.ts'
import { sizeAt, varintLength } from '../varint.ts'
import { PAGE_BYTES, PageDigest } from './page-digest.ts'

/**
 * What is known of the pages of a piece of a database without its bytes: whether a page has changed, and what it may
 * hold. Words, all of 32 bits: the number of pages, three for each page (its digest, and its kind), and then, leaf
 * after leaf, the first overflow page of each row that has one. That is 3 KiB for 1 MiB, and a little more where rows
 * are long. They are stored: a change of them needs a step that empties `chunk_notes`.
 */
export type PageNotes = Uint32Array

/** A kind holds page numbers of 24 bits: of databases up to 64 GiB. In these, overflow pages begin with a zero. */
export const PAGES_MAX = 2 ** 24

const WORDS_A_PAGE = 3
const WHOLE: Header = { pageBytes: PAGE_BYTES, usableBytes: PAGE_BYTES, pageCount: 0, encoding: 'utf-8' }

/** The first byte of a page of a b-tree (SQLite file format section 1.6). Everything else begins with a zero. */
const TABLE_LEAF = 0x0d
const TABLE_INNER = 0x05
const INDEX_PAGES: readonly (number | undefined)[] = [0x02, 0x0a]
/** Stands for a page that begins in no known way, or whose cells lie outside of it. */
const UNKNOWN = 0xff

/** Classes of stored values, as bits. */
export const NULLS = 1
const NUMBERS = 2
const BLOBS = 4
export const TEXTS = 8
const ANY = 15

/** How many columns of a row are looked at. */
const COLUMNS_MAX = 15

/** Nothing waits while a piece is noted, so one is enough. */
let digest: PageDigest | undefined

/** Notes the pages of a piece of a file. It begins with a page; a part of a page at its end is left out. */
export function notePages(bytes: Uint8Array): PageNotes {
  const pages = Math.floor(bytes.length / PAGE_BYTES)
  const notes = new Uint32Array(1 + WORDS_A_PAGE * pages)
  notes[0] = pages
  const heads: number[] = []
  digest ??= new PageDigest()
  const { page: copy, words } = digest
  const leaf = new TablePage(WHOLE)
  for (let page = 0; page < pages; page++) {
    copy.set(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES))
    const at = 1 + WORDS_A_PAGE * page
    digest.run()
    notes.set(words, at)
    notes[at + 2] = kindOf(copy, leaf, heads)
  }
  const all = new Uint32Array(notes.length + heads.length)
  all.set(notes)
  all.set(heads, notes.length)
  return all
}

/** Returns how many pages are noted. */
export function notedPages(notes: PageNotes): number {
  return notes[0] ?? 0
}

/** Whether a page has the same digest in both, by its places in them. */
export function isSamePage(a: PageNotes, atA: number, b: PageNotes, atB: number): boolean {
  const [first, second] = [1 + WORDS_A_PAGE * atA, 1 + WORDS_A_PAGE * atB]
  return a[first] === b[second] && a[first + 1] === b[second + 1]
}

/** Returns the kind of a page. */
export function kindIn(notes: PageNotes, place: number): PageKind {
  return new PageKind(notes[1 + WORDS_A_PAGE * place + 2] ?? 0)
}

/** Visits the first overflow pages of rows, with the place of the leaf that the row is in. */
export function visitHeads(notes: PageNotes, visit: (place: number, head: number) => void): void {
  let at = 1 + WORDS_A_PAGE * notedPages(notes)
  for (let place = 0; place < notedPages(notes); place++) {
    for (let { heads } = kindIn(notes, place); heads > 0; heads--) visit(place, notes[at++] ?? 0)
  }
}

/** The columns of a table by which its leaves are told from those of others. */
export interface RowShape {
  /** The least number of columns that a row has. */
  columns: number
  /** Classes of values, of which a row has one in its first and in its second column. */
  first: number
  second: number
}

/**
 * The kind of a page: its first byte in the upper eight bits. Below, an overflow page has the number of the next one,
 * an inner page of a table that of its first child; a leaf has how many of its rows overflow, the greatest number of
 * columns of a row, and the classes of the values in the second and in the first column, four bits each.
 */
export class PageKind {
  readonly #word: number

  constructor(word: number) {
    this.#word = word
  }

  /** What the bytes of the page begin with says nothing: only a listing can tell what has become of it. */
  get unknown(): boolean {
    return this.#type === UNKNOWN
  }

  /** Whether it may be an overflow page: it is in no b-tree. */
  get overflow(): boolean {
    return this.#type === 0
  }

  get tableLeaf(): boolean {
    return this.#type === TABLE_LEAF
  }

  get tableInner(): boolean {
    return this.#type === TABLE_INNER
  }

  /** The next overflow page, or the first child; 0 if there is none. */
  get next(): number {
    return this.#word % PAGES_MAX
  }

  /** How many rows of a leaf overflow. */
  get heads(): number {
    return this.tableLeaf ? (this.#word >>> 12) & 15 : 0
  }

  /** Whether a leaf may have rows of this shape. */
  mayHold({ columns, first, second }: RowShape): boolean {
    if (!this.tableLeaf || ((this.#word >>> 8) & 15) < columns) return false
    return (this.#word & first) !== 0 && (second === ANY || ((this.#word >>> 4) & second) !== 0)
  }

  get #type(): number {
    return this.#word >>> 24
  }
}

/** Returns the shape of rows with a text at this place, after a row number that is a column if `numbered`. */
export function shapeWith(place: number, numbered: boolean): RowShape {
  return {
    columns: Math.min(place + 1, COLUMNS_MAX),
    first: place === 0 ? TEXTS : numbered ? NULLS : ANY,
    second: place === 1 ? TEXTS : ANY,
  }
}

/** @param heads gets the first overflow pages of the rows of a leaf */
function kindOf(page: Uint8Array, leaf: TablePage, heads: number[]): number {
  const [type] = page
  if (type === 0) return pageNumberAt(page, 0)
  if (type === TABLE_LEAF && leaf.take(1, page)) return kindOfLeaf(leaf, heads)
  if (type === TABLE_INNER && leaf.take(1, page)) {
    const child = leaf.child(0)
    if (child < PAGES_MAX) return TABLE_INNER * PAGES_MAX + child
  }
  return (INDEX_PAGES.includes(type) ? (type ?? 0) : UNKNOWN) * PAGES_MAX
}

function kindOfLeaf(leaf: TablePage, heads: number[]): number {
  let [columns, first, second] = [0, 0, 0]
  const before = heads.length
  for (let cell = 0; cell < leaf.cells; cell++) {
    const { size, begin } = leaf.payload(cell)
    const local = localBytes(size, PAGE_BYTES)
    if (local < size) heads.push(pageNumberAt(leaf.bytes, begin + local))
    const sizeLength = varintLength(leaf.bytes, begin)
    // A header that goes on in overflow pages has many columns.
    const end = begin + Math.min(sizeAt(leaf.bytes, begin, sizeLength), local)
    let column = 0
    for (let at = begin + sizeLength; at < end && column < COLUMNS_MAX; column++) {
      const length = varintLength(leaf.bytes, at)
      const value = classOf(sizeAt(leaf.bytes, at, length))
      if (column === 0) first |= value
      else if (column === 1) second |= value
      at += length
    }
    columns = Math.max(columns, column)
  }
  return TABLE_LEAF * PAGES_MAX + ((heads.length - before) << 12) + (columns << 8) + (second << 4) + first
}

/** Returns the class of a serial type (SQLite file format section 2.1). */
function classOf(type: number): number {
  if (type === 0) return NULLS
  if (type < 12) return NUMBERS
  return type % 2 === 0 ? BLOBS : TEXTS
}
