import { LaurelError } from '../../errors.ts'
import type { Connection } from '../connection.ts'
import type { StoredFile } from '../header.ts'
import { quoted, type Schema } from '../schema.ts'
import { TablePage } from '../table-page.ts'
import type { TableReader } from '../table-reader.ts'
import { idsInIndexPage } from './index-page.ts'
import { type LeafRow, rowsOf, textIn } from './leaf-rows.ts'
import { Unsure } from './noted-file.ts'
import { PAGE_BYTES, PageDigest } from './page-digest.ts'
import { beginsOf, type PageList, type SessionPages } from './page-list.ts'
import { sessionTables } from './session-tables.ts'

/** What a page holds that is not as it was noted. */
export interface SeenPage {
  digest: readonly [number, number]
  /** Of all its sessions. */
  ids: readonly string[]
  /** Those without a title, which are named by a message. */
  untitled: readonly string[]
  /** Those whose row goes on in other pages. */
  long: readonly string[]
}

/** A leaf of the table of messages, and the sessions that were found to be named by messages on it. */
export interface OpeningPage {
  digest: readonly [number, number]
  ids: ReadonlySet<string>
}

/** What is on the pages of a version: of an earlier one, with what is different. */
export interface SeenPages {
  shape: string
  /**
   * All sessions that may differ from the version before, and some others, also such that neither has. Null if only a
   * listing can tell.
   */
  changed: ReadonlySet<string> | null
  /** Null if there is none, or nothing of it can be told apart. */
  before: SessionPages | null
  /** Which of the pages and openings of `before` are as they were. */
  same: { pages: Uint8Array; openings: Uint8Array }
  /** All other pages, by number. */
  pages: ReadonlyMap<number, SeenPage>
  openings: ReadonlyMap<number, OpeningPage>
}

/** First bytes of pages of b-trees (SQLite file format section 1.6). */
const TABLE_LEAF = 0x0d
const TABLE_INNER = 0x05
const INDEX_LEAF = 0x0a
const INDEX_INNER = 0x02
const CELLS = 3
const LAST_CHILD = 8
const INNER_HEADER_BYTES = 12
/** More levels than the tree of any table has, as in SQLite. */
const DEPTH_MAX = 20

/**
 * Reads the inner pages of three trees, and compares the digests of the others with those of an earlier version of the
 * same file. A row or an entry that changed is, or was, on a page that differs, or that left or joined its tree. Nothing
 * of the earlier version is needed but what was noted of it.
 *
 * Of messages, only the leaves matter that the names of sessions were read from. They are noted as names are read: the
 * result gets those of all sessions that are read later.
 * @param before null if there is none
 * @returns null if it takes a listing to tell what sessions there are
 * @throws MissingBytes
 */
export function seenPages(
  connection: Connection,
  schema: Schema,
  file: StoredFile,
  reader: Pick<TableReader, 'named'>,
  before: SessionPages | null,
): SeenPages | null {
  try {
    const look = new Look(connection, schema, file, before)
    const seen = look.seen()
    reader.named = (sessionId, pages) => look.named(sessionId, pages)
    return seen
  } catch (error) {
    // What is damaged is found out when it is read.
    if (error instanceof Unsure || error instanceof LaurelError) return null
    throw error
  }
}

class Look {
  readonly #file: StoredFile
  readonly #before: SessionPages | null
  readonly #shape: string
  readonly #sessions: number
  readonly #index: number
  readonly #messages: number
  readonly #id: number
  readonly #title: number | undefined
  readonly #pages = new Map<number, SeenPage>()
  readonly #openings = new Map<number, { digest: readonly [number, number]; ids: Set<string> }>()
  readonly #same: { pages: Uint8Array; openings: Uint8Array }
  readonly #changed = new Set<string>()
  readonly #digest = new PageDigest()
  readonly #page = this.#digest.page

  /** @throws Unsure */
  constructor(connection: Connection, schema: Schema, file: StoredFile, before: SessionPages | null) {
    const { pageBytes, usableBytes, encoding } = file.header
    if (pageBytes !== PAGE_BYTES || usableBytes !== PAGE_BYTES || encoding !== 'utf-8') throw new Unsure()
    const [sessions, messages] = sessionTables(connection, schema) ?? []
    if (sessions === undefined || messages === undefined) throw new Unsure()
    const { shape, indexRoot } = shapeOf(connection, schema)
    this.#file = file
    this.#shape = shape
    this.#before = before?.shape === shape ? before : null
    this.#sessions = sessions.root
    this.#index = indexRoot
    this.#messages = messages.root
    this.#id = sessions.place
    this.#title = schema.sessions.stored.places.get('title')
    this.#same = {
      pages: new Uint8Array(this.#before?.pages.numbers.length ?? 0),
      openings: new Uint8Array(this.#before?.openings.numbers.length ?? 0),
    }
  }

  seen(): SeenPages {
    const [before, same] = [this.#before, this.#same]
    this.#look(before)
    if (before !== null) this.#addChanged(before)
    return {
      ...{ shape: this.#shape, changed: before && this.#changed, before, same },
      ...{ pages: this.#pages, openings: this.#openings },
    }
  }

  /** Notes where the name of a session was read. */
  named(id: string, pages: readonly number[]): void {
    if (pages.includes(0)) return
    for (const number of pages) {
      const known = this.#openings.get(number)
      if (known !== undefined) known.ids.add(id)
      else this.#openings.set(number, { digest: this.#digestOf(number), ids: new Set([id]) })
    }
  }

  /** Compares or notes all pages but inner ones of tables, in the order of the file, which is read in blocks. */
  #look(before: SessionPages | null): void {
    const [pages, openings] = [placesIn(before?.pages), placesIn(before?.openings)]
    const index = this.#levels(this.#index)
    const inner = new Set(index.inner)
    const own = [...this.#levels(this.#sessions).leaves, ...inner, ...index.leaves]
    const noted = new Set(own)
    if (noted.size < own.length) throw new Unsure()
    const named = before === null || openings.size === 0 ? [] : this.#levels(this.#messages).leaves
    for (const number of Uint32Array.from([...own, ...named.filter((page) => openings.has(page))]).sort()) {
      if (isInner(this.#read(number)) !== inner.has(number)) throw new Unsure()
      this.#digest.run()
      if (!noted.has(number)) {
        const at = openings.get(number) ?? 0
        if (this.#isAsIn(before?.openings, at)) this.#same.openings[at] = 1
        continue
      }
      const at = pages.get(number)
      if (at !== undefined && this.#isAsIn(before?.pages, at)) this.#same.pages[at] = 1
      else this.#pages.set(number, { digest: this.#digestThere(), ...this.#held() })
    }
  }

  #addChanged({ names, pages, openings }: SessionPages): void {
    for (const { ids } of this.#pages.values()) for (const id of ids) this.#changed.add(id)
    const add = (session: number) => this.#changed.add(names.idOf(session))
    const named = new Uint8Array(names.count)
    const begins = beginsOf(openings)
    for (let at = 0; at < openings.numbers.length; at++) {
      for (const session of openings.sessions.subarray(begins[at], begins[at + 1])) {
        if (this.#same.openings[at] === 1) named[session] = 1
        else add(session)
      }
    }
    const starts = beginsOf(pages)
    for (let at = 0; at < pages.numbers.length; at++) {
      const begin = starts[at] ?? 0
      const untitled = begin + (pages.untitled[at] ?? 0)
      const isSame = this.#same.pages[at] === 1
      const end = isSame ? untitled + (pages.long[at] ?? 0) : begin + (pages.counts[at] ?? 0)
      for (let place = begin; place < end; place++) {
        const session = pages.sessions[place] ?? 0
        if (!isSame || place >= untitled || named[session] === 0) add(session)
      }
    }
  }

  /** Returns the pages of a tree, whose leaves are all on one level. */
  #levels(root: number): { inner: number[]; leaves: number[] } {
    let depth = 0
    for (let number = root; isInner(this.#read(number)); depth++) {
      if (depth > DEPTH_MAX) throw new Unsure()
      number = this.#children()[0] ?? 0
    }
    const inner: number[] = []
    let level = [root]
    for (; depth > 0; depth--) {
      const below: number[] = []
      for (const number of level) {
        if (!isInner(this.#read(number))) throw new Unsure()
        below.push(...this.#children())
      }
      inner.push(...level)
      if (below.length > this.#file.header.pageCount) throw new Unsure()
      level = below
    }
    return { inner, leaves: level }
  }

  /** Reads a page, and returns its first byte. */
  #read(number: number): number | undefined {
    const { source, header } = this.#file
    if (number < 2 || number > header.pageCount) throw new Unsure()
    this.#page.set(source.read((number - 1) * PAGE_BYTES, number * PAGE_BYTES))
    return this.#page[0]
  }

  #digestOf(number: number): readonly [number, number] {
    this.#read(number)
    this.#digest.run()
    return this.#digestThere()
  }

  /** Returns the digest made last. */
  #digestThere(): readonly [number, number] {
    const [first = 0, second = 0] = this.#digest.words
    return [first, second]
  }

  /** Whether the digest made last is that of a page which was noted. */
  #isAsIn(list: PageList | undefined, at: number): boolean {
    const [first, second] = this.#digest.words
    return list !== undefined && list.digests[2 * at] === first && list.digests[2 * at + 1] === second
  }

  #children(): number[] {
    const view = new DataView(this.#page.buffer)
    const cells = view.getUint16(CELLS)
    if (INNER_HEADER_BYTES + 2 * cells > PAGE_BYTES) throw new Unsure()
    const children = [view.getUint32(LAST_CHILD)]
    for (let cell = cells - 1; cell >= 0; cell--) {
      const at = view.getUint16(INNER_HEADER_BYTES + 2 * cell)
      if (at > PAGE_BYTES - 4) throw new Unsure()
      children.push(view.getUint32(at))
    }
    return children
  }

  #held(): Omit<SeenPage, 'digest'> {
    const type = this.#page[0]
    if (type === INDEX_LEAF || type === INDEX_INNER)
      return { ids: idsInIndexPage(this.#page, type === INDEX_INNER), untitled: [], long: [] }
    const leaf = new TablePage(this.#file.header)
    if (type !== TABLE_LEAF || !leaf.take(1, this.#page)) throw new Unsure()
    const held = { ids: [] as string[], untitled: [] as string[], long: [] as string[] }
    for (const row of rowsOf(leaf)) {
      const id = textIn(row, this.#id)
      if (id === null) throw new Unsure()
      held.ids.push(id)
      if (row.head !== 0) held.long.push(id)
      else if (!this.#isTitled(row)) held.untitled.push(id)
    }
    return held
  }

  #isTitled(row: LeafRow): boolean {
    try {
      return this.#title !== undefined && (textIn(row, this.#title) ?? '') !== ''
    } catch (error) {
      if (error instanceof Unsure) return false
      throw error
    }
  }
}

/** Returns the place of each page in a list, by its number. */
function placesIn(list: PageList | undefined): Map<number, number> {
  const places = new Map<number, number>()
  list?.numbers.forEach((page, at) => {
    places.set(page, at)
  })
  return places
}

function isInner(type: number | undefined): boolean {
  return type === TABLE_INNER || type === INDEX_INNER
}

/**
 * Returns what says how the pages are to be read, and the root of the index of messages.
 * @throws Unsure if the index lacks something of what a listing says
 */
function shapeOf(connection: Connection, { messageIndex, flagged }: Schema) {
  if (messageIndex === null) throw new Unsure()
  const columns: string[] = []
  connection.rows(`PRAGMA main.index_info(${messageIndex.name})`, (row) => {
    columns.push(row.text(2)?.toLowerCase() ?? '')
  })
  const needed = flagged ? ['timestamp', 'active'] : ['timestamp']
  if (columns[0] !== 'session_id' || !needed.every((name) => columns.includes(name))) throw new Unsure()
  const entries: [string, number, string][] = []
  const sql = `SELECT name, rootpage, sql FROM main.sqlite_schema
    WHERE lower(tbl_name) IN ('sessions', 'messages') AND type IN ('table', 'index') ORDER BY name`
  connection.rows(sql, (row) => entries.push([row.text(0) ?? '', row.number(1) ?? 0, row.text(2) ?? '']))
  const indexRoot = entries.find(([name]) => quoted(name) === messageIndex.name)?.[1]
  if (indexRoot === undefined) throw new Unsure()
  return { shape: JSON.stringify([...entries, messageIndex]), indexRoot }
}
