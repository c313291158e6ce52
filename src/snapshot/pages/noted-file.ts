import { type ByteSource, whenAtHand } from '../byte-source.ts'
import { checkHeader, type StoredFile } from '../header.ts'
import { TablePage } from '../table-page.ts'
import { WalOverlay } from '../wal-overlay.ts'
import { PAGE_BYTES } from './page-digest.ts'
import { isSamePage, kindIn, notePages, PAGES_MAX, type PageKind, type PageNotes } from './page-notes.ts'

/** Thrown where only a listing can tell which sessions have changed. */
export class Unsure extends Error {
  override readonly name = 'Unsure'
}

/** The notes of a database file that is stored in chunks. */
export interface NotedChunks {
  /** Of each chunk but the last. A multiple of `PAGE_BYTES`. */
  readonly chunkBytes: number
  /** What names the chunks: equal names mean equal bytes. */
  readonly names: readonly string[]
  /** Returns the notes of a chunk; null if there are none. */
  notes(chunk: number): PageNotes | null
}

/** A version of a history. */
export interface NotedVersion {
  /** Its bytes, with what its log adds. */
  source: ByteSource
  /** The notes of its database file. */
  chunks: NotedChunks
}

/** Where a page is noted. */
interface Place {
  notes: PageNotes
  place: number
}

/** A version of a database whose pages are noted. Pages are counted from 1. */
export class NotedFile {
  readonly file: StoredFile
  readonly #chunks: NotedChunks
  readonly #known = new Map<number, PageNotes>()
  /** The pages that a write-ahead log has, by number. */
  readonly #logged: ReadonlyMap<number, PageNotes>
  readonly #read = new Map<number, TablePage>()

  /** See `open`. */
  private constructor(file: StoredFile, chunks: NotedChunks, logged: ReadonlyMap<number, PageNotes>) {
    this.file = file
    this.#chunks = chunks
    this.#logged = logged
  }

  /**
   * Opens a version, and notes what its log adds, which is read whole.
   * @throws Unsure; LaurelError as `checkHeader`; what the source throws
   */
  static async open({ source, chunks }: NotedVersion): Promise<NotedFile> {
    const header = await whenAtHand(source, () => checkHeader(source))
    const { pageBytes, usableBytes, pageCount, encoding } = header
    const noted = pageBytes === PAGE_BYTES && usableBytes === PAGE_BYTES && pageCount < PAGES_MAX
    if (!noted || encoding !== 'utf-8' || chunks.chunkBytes % PAGE_BYTES !== 0) throw new Unsure()
    const pages = new Map<number, PageNotes>()
    const logged = source instanceof WalOverlay ? source.logged : []
    for (const page of logged) pages.set(page, notePages(await bytesOf(source, page)))
    return new NotedFile({ source, header }, chunks, pages)
  }

  get pageCount(): number {
    return this.file.header.pageCount
  }

  /** Returns the kind of a page. @throws Unsure if it is not noted */
  kind(page: number): PageKind {
    const { notes, place } = this.#place(page)
    return kindIn(notes, place)
  }

  /** Returns the pages that differ, and those that only one version has; not the first one, which always does. */
  changedSince(before: NotedFile): Set<number> {
    const changed = new Set<number>()
    const common = Math.min(this.pageCount, before.pageCount)
    const perChunk = this.#chunks.chunkBytes / PAGE_BYTES
    const alike = before.#chunks.chunkBytes === this.#chunks.chunkBytes
    const compare = (page: number) => {
      if (page > 1 && page <= common && !this.#isSame(before, page)) changed.add(page)
    }
    for (const [chunk, name] of this.#chunks.names.entries()) {
      if (alike && before.#chunks.names[chunk] === name) continue
      for (let page = chunk * perChunk + 1; page <= (chunk + 1) * perChunk; page++) compare(page)
    }
    for (const page of this.#logged.keys()) compare(page)
    for (const page of before.#logged.keys()) compare(page)
    const last = Math.max(this.pageCount, before.pageCount)
    for (let page = common + 1; page <= last; page++) changed.add(page)
    return changed
  }

  #isSame(before: NotedFile, page: number): boolean {
    const [a, b] = [this.#place(page), before.#place(page)]
    return isSamePage(a.notes, a.place, b.notes, b.place)
  }

  /** Visits where the pages are noted: runs of them, from the first of each. @throws Unsure if one is not */
  visitNotes(visit: (first: number, notes: PageNotes, isCurrent: (page: number) => boolean) => void): void {
    const perChunk = this.#chunks.chunkBytes / PAGE_BYTES
    for (const chunk of this.#chunks.names.keys()) {
      const notes = this.#chunks.notes(chunk)
      if (notes === null) throw new Unsure()
      visit(chunk * perChunk + 1, notes, (page) => page <= this.pageCount && !this.#logged.has(page))
    }
    for (const [page, notes] of this.#logged) visit(page, notes, () => page <= this.pageCount)
  }

  /**
   * Returns a page of a table's b-tree.
   * @throws Unsure if it is none; what the source throws
   */
  async tablePage(number: number): Promise<TablePage> {
    const known = this.#read.get(number)
    if (known !== undefined) return known
    const page = new TablePage(this.file.header)
    if (number < 2 || !page.take(number, await this.bytes(number))) throw new Unsure()
    this.#read.set(number, page)
    return page
  }

  /** Whether this page of a b-tree was read. */
  hasRead(number: number): boolean {
    return this.#read.has(number)
  }

  /** Returns the bytes of a page, valid until the next call. @throws Unsure if there is none; what the source throws */
  async bytes(page: number): Promise<Uint8Array> {
    if (page < 1 || page > this.pageCount) throw new Unsure()
    return bytesOf(this.file.source, page)
  }

  #place(page: number): Place {
    const logged = this.#logged.get(page)
    if (logged !== undefined) return { notes: logged, place: 0 }
    const perChunk = this.#chunks.chunkBytes / PAGE_BYTES
    const chunk = Math.floor((page - 1) / perChunk)
    const notes = this.#known.get(chunk) ?? this.#chunks.notes(chunk)
    const place = (page - 1) % perChunk
    if (page < 1 || page > this.pageCount || notes === null || place >= (notes[0] ?? 0)) throw new Unsure()
    this.#known.set(chunk, notes)
    return { notes, place }
  }
}

function bytesOf(source: ByteSource, page: number): Promise<Uint8Array> {
  return whenAtHand(source, () => source.read((page - 1) * PAGE_BYTES, page * PAGE_BYTES))
}
