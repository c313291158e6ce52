import { LaurelError } from '../../errors.ts'
import type { Connection } from '../connection.ts'
import type { StoredFile } from '../header.ts'
import { quoted, type Schema } from '../schema.ts'
import { TablePage } from '../table-page.ts'
import type { TableReader } from '../table-reader.ts'
import { idsInIndexPage } from './index-page.ts'
import { type LeafRow, rowsOf, textIn } from './leaf-rows.ts'
import { Unsure } from './noted-file.ts'
import { digestInto } from './page-digest.ts'
import { PAGE_BYTES } from './page-notes.ts'
import { sessionTables } from './session-tables.ts'

type Digest = readonly [number, number]

/** What a leaf of the table of sessions holds, or a page of the index that finds their messages. */
export interface SeenPage {
  digest: Digest
  /** Of all its sessions. */
  ids: readonly string[]
  /** Those without a title, which are named by a message. */
  untitled: readonly string[]
  /** Those whose row goes on in other pages. */
  long: readonly string[]
}

/** A leaf of the table of messages, and the sessions that are named by messages on it. */
export interface OpeningPage {
  digest: Digest
  ids: ReadonlySet<string>
}

/** The pages that all comes from which a listing says of sessions. By number. */
export interface SessionPages {
  /** What says how the pages are to be read: if two versions differ in it, a listing tells what has changed. */
  shape: string
  pages: ReadonlyMap<number, SeenPage>
  /** As far as they are known: while a session has none, its name is looked up each time. */
  openings: ReadonlyMap<number, OpeningPage>
}

export interface SeenPages extends SessionPages {
  /**
   * All sessions that may differ from the version before, and some others, also such that neither has. Null if only a
   * listing can tell.
   */
  changed: ReadonlySet<string> | null
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
  readonly #openings = new Map<number, { digest: Digest; ids: Set<string> }>()
  readonly #passed = new Set<number>()
  readonly #changed = new Set<string>()
  readonly #words = new Uint32Array(PAGE_BYTES / 4)
  readonly #page = new Uint8Array(this.#words.buffer)
  readonly #digest = new Uint32Array(2)

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
  }

  seen(): SeenPages {
    this.#walk(this.#sessions)
    this.#walk(this.#index)
    const changed = this.#changed
    const add = (ids: Iterable<string>) => {
      for (const id of ids) changed.add(id)
    }
    for (const [number, page] of this.#before?.pages ?? [])
      if (this.#pages.get(number) !== page) add(page.ids)
    for (const { long } of this.#pages.values()) add(long)
    const named = this.#unchangedOpenings(add)
    for (const { untitled } of this.#pages.values()) add(untitled.filter((id) => !named.has(id)))
    return {
      shape: this.#shape,
      pages: this.#pages,
      openings: this.#openings,
      changed: this.#before && changed,
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

  /** Keeps those openings that are as they were. Returns the sessions whose names are, and calls `add` for others. */
  #unchangedOpenings(add: (ids: Iterable<string>) => void): Set<string> {
    const named = new Set<string>()
    const before = this.#before?.openings
    if (before === undefined || before.size === 0) return named
    const leaves = this.#leaves(this.#messages)
    // In the order of the file, which is read in blocks.
    const inOrder = [...before].sort(([a], [b]) => a - b)
    const same = inOrder.filter(([number, { digest, ids }]) => {
      const isSame = leaves.has(number) && isEqual(digest, this.#digestOf(number))
      if (!isSame) add(ids)
      return isSame
    })
    // All others are read again, and noted then.
    for (const [number, { digest, ids }] of same) {
      const left = new Set([...ids].filter((id) => !this.#changed.has(id)))
      if (left.size > 0) this.#openings.set(number, { digest, ids: left })
      for (const id of left) named.add(id)
    }
    return named
  }

  /** Returns the leaves of a table. */
  #leaves(root: number): Set<number> {
    let depth = 0
    for (let number = root; this.#read(number) === TABLE_INNER; depth++) {
      if (depth > DEPTH_MAX) throw new Unsure()
      number = this.#children().at(-1) ?? 0
    }
    let level = new Set([root])
    for (; depth > 0; depth--) {
      const below = new Set<number>()
      for (const number of level) {
        if (this.#read(number) !== TABLE_INNER) throw new Unsure()
        for (const child of this.#children()) below.add(child)
      }
      level = below
    }
    return level
  }

  #walk(root: number): void {
    for (const left = [root]; ; ) {
      const number = left.pop()
      if (number === undefined) return
      if (this.#passed.has(number)) throw new Unsure()
      this.#passed.add(number)
      const type = this.#read(number)
      if (type === TABLE_INNER || type === INDEX_INNER) left.push(...this.#children())
      if (type !== TABLE_INNER) this.#note(number)
    }
  }

  /** Reads a page, and returns its first byte. */
  #read(number: number): number | undefined {
    const { source, header } = this.#file
    if (number < 2 || number > header.pageCount) throw new Unsure()
    this.#page.set(source.read((number - 1) * PAGE_BYTES, number * PAGE_BYTES))
    return this.#page[0]
  }

  #digestOf(number: number): Digest {
    this.#read(number)
    return this.#digestThere()
  }

  /** Of the page read last. */
  #digestThere(): Digest {
    digestInto(this.#digest, 0, this.#words)
    const [first = 0, second = 0] = this.#digest
    return [first, second]
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

  #note(number: number): void {
    const digest = this.#digestThere()
    const known = this.#before?.pages.get(number)
    if (known !== undefined && isEqual(known.digest, digest)) {
      this.#pages.set(number, known)
      return
    }
    const held = this.#held()
    for (const id of held.ids) this.#changed.add(id)
    this.#pages.set(number, { digest, ...held })
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

function isEqual(a: Digest, b: Digest): boolean {
  return a[0] === b[0] && a[1] === b[1]
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
