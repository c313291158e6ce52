import { LaurelError } from '../../errors.ts'
import type { RowId } from '../row-id.ts'
import type { TablePage } from '../table-page.ts'
import { isSameRow, type LeafRow, rowsOf, textIn } from './leaf-rows.ts'
import { NotedFile, type NotedVersion, Unsure } from './noted-file.ts'
import { ownersOf } from './overflow-owners.ts'
import { type RowShape, shapeWith } from './page-notes.ts'
import { sameSchema } from './schema-pages.ts'
import { TableTree } from './table-tree.ts'

/** A table whose rows belong to sessions. */
export interface SessionTable {
  /** Its root page, the same in both versions. */
  root: number
  /** How many values precede the session's id in a row. */
  place: number
  /** The first value of each row is NULL, since the column is the row number. */
  numbered: boolean
}

/** Reading more pages than one of so many, but at least some, would cost more than a listing; at most 8 MB are kept. */
const PAGES_READ_SHARE = 64
const PAGES_READ_MIN = 512
const PAGES_READ_MAX = 2048

/**
 * Returns the ids of all sessions that may differ between two versions of a history, some others, and of some that
 * neither has: those of all rows that were added, removed or changed, found by the pages that were. Null if only a
 * listing can tell.
 *
 * A row that changed is on a leaf that changed, or that left or joined its tree, or one of its overflow pages changed
 * while its leaf did not. (1) Leaves that changed are known by their digests, and which tree they are in by the way to
 * their first row. (2) A leaf that left a tree as it was is a child of an inner page that changed or left as well, up to
 * one that changed; the same holds for joining. (3) Of the overflow pages of a row, the first that changed is where it
 * was, and the pages before it lead back to the row. Rows that only moved are the same on both sides.
 * @param enough asked before each page is read; true ends it
 * @throws what the sources throw, but LaurelError
 */
export async function changedSessions(
  { old, now }: { old: NotedVersion; now: NotedVersion },
  tables: readonly SessionTable[],
  enough?: () => boolean,
): Promise<Set<string> | null> {
  try {
    return await new Comparison(await NotedFile.open(old), await NotedFile.open(now), enough).sessions(tables)
  } catch (error) {
    // A page that can't be read may be one that a listing never looks at.
    if (error instanceof Unsure || error instanceof LaurelError) return null
    throw error
  }
}

class Comparison {
  readonly #old: NotedFile
  readonly #now: NotedFile
  readonly #changed: ReadonlySet<number>
  readonly #ids = new Set<string>()
  readonly #enough: () => boolean
  #left: number

  constructor(old: NotedFile, now: NotedFile, enough = () => false) {
    this.#enough = enough
    this.#old = old
    this.#now = now
    const pages = Math.max(old.pageCount, now.pageCount)
    this.#changed = now.changedSince(old)
    this.#left = Math.min(Math.max(pages / PAGES_READ_SHARE, PAGES_READ_MIN), PAGES_READ_MAX)
  }

  async sessions(tables: readonly SessionTable[]): Promise<Set<string>> {
    const schema = await sameSchema(this.#old, this.#now, this.#changed)
    const overwritten: number[] = []
    for (const page of this.#changed) {
      const [before, after] = [this.#kind(this.#old, page), this.#kind(this.#now, page)]
      if (before?.unknown || after?.unknown) throw new Unsure()
      if (before?.overflow && after?.overflow) overwritten.push(page)
    }
    const owners = await ownersOf(this.#now, overwritten)
    if (owners.some(({ leaf }) => schema.has(leaf))) throw new Unsure()
    for (const table of tables) {
      const shape = shapeWith(table.place, table.numbered)
      await this.#compareRows(table, shape)
      for (const { leaf: number, heads } of owners) {
        if (!this.#now.kind(number).mayHold(shape)) continue
        const leaf = await this.#page(this.#now, number)
        if (!(await this.#tree(this.#now, table.root).has(leaf))) continue
        for (const row of rowsOf(leaf)) if (heads.has(row.head)) this.#add(row, table)
      }
    }
    return this.#ids
  }

  /** Adds the sessions of the rows in leaves that changed, left or joined the tree of a table. */
  async #compareRows(table: SessionTable, shape: RowShape): Promise<void> {
    const [before, after] = [this.#tree(this.#old, table.root), this.#tree(this.#now, table.root)]
    const changed = this.#changed
    const [old, now] = [await before.children(changed), await after.children(changed)]
    await this.#addMoved(this.#old, before, old, now)
    await this.#addMoved(this.#now, after, now, old)
    const gone = await this.#rows(this.#old, before, { own: old, others: now, shape })
    const come = await this.#rows(this.#now, after, { own: now, others: old, shape })
    for (const [rowId, row] of gone) {
      const same = come.get(rowId)
      if (same !== undefined && isSameRow(row, same)) come.delete(rowId)
      else this.#add(row, table)
    }
    for (const row of come.values()) this.#add(row, table)
  }

  /** Adds the children of inner pages that have left the tree, or joined it. */
  async #addMoved(file: NotedFile, tree: TableTree, own: Set<number>, others: Set<number>): Promise<void> {
    // Grows while it is visited.
    for (const page of own) {
      if (others.has(page) || this.#changed.has(page) || !file.kind(page).tableInner) continue
      for (const child of await tree.childrenOf(page)) own.add(child)
    }
  }

  /** Returns the rows in leaves that the other version does not have in this tree as they are. */
  async #rows(
    file: NotedFile,
    tree: TableTree,
    { own, others, shape }: { own: ReadonlySet<number>; others: ReadonlySet<number>; shape: RowShape },
  ): Promise<Map<RowId, LeafRow>> {
    const rows = new Map<RowId, LeafRow>()
    const moved = [...own].filter((page) => !others.has(page) && !this.#changed.has(page))
    for (const number of new Set([...this.#changed, ...moved])) {
      if (!this.#kind(file, number)?.mayHold(shape)) continue
      const leaf = await this.#page(file, number)
      if (!own.has(number) && !(await tree.has(leaf))) continue
      for (const row of rowsOf(leaf)) {
        if (rows.has(row.rowId)) throw new Unsure()
        rows.set(row.rowId, row)
      }
    }
    return rows
  }

  #add(row: LeafRow, { place }: SessionTable): void {
    const id = textIn(row, place)
    if (id !== null) this.#ids.add(id)
  }

  #tree(file: NotedFile, root: number): TableTree {
    return new TableTree(file, root, (number) => this.#page(file, number))
  }

  /** Returns a page. One that is the same in both is read from the new version, whose pages are needed later. */
  #page(file: NotedFile, number: number): Promise<TablePage> {
    const from = this.#changed.has(number) ? file : this.#now
    if (!from.hasRead(number) && (--this.#left < 0 || this.#enough())) throw new Unsure()
    return from.tablePage(number)
  }

  /** Returns the kind of a page; undefined beyond the end of that version. */
  #kind(file: NotedFile, page: number) {
    return page <= file.pageCount ? file.kind(page) : undefined
  }
}
