import { before, type RowId } from '../row-id.ts'
import type { TablePage } from '../table-page.ts'
import { type NotedFile, Unsure } from './noted-file.ts'

/** More levels than the tree of any table has, as in SQLite. */
const DEPTH_MAX = 20

/** The b-tree of a table in one version of a file (SQLite file format section 1.6). */
export class TableTree {
  readonly root: number
  readonly #file: NotedFile
  /** Reads a page: from the other version, if it is the same there. */
  readonly #page: (number: number) => Promise<TablePage>

  constructor(file: NotedFile, root: number, page: (number: number) => Promise<TablePage>) {
    this.#file = file
    this.root = root
    this.#page = page
  }

  /** Whether a leaf with rows is in this tree: the way to its first row leads there. @throws Unsure */
  async has(leaf: TablePage): Promise<boolean> {
    if (leaf.cells === 0) return leaf.number === this.root
    return (await this.#leafOf(leaf.payload(0).rowId)) === leaf.number
  }

  async #leafOf(rowId: RowId): Promise<number> {
    let number = this.root
    for (let depth = 0; depth < DEPTH_MAX; depth++) {
      if (!this.#file.kind(number).tableInner) return number
      const page = await this.#page(number)
      number = page.child(page.cellAfter(before(rowId)))
    }
    throw new Unsure()
  }

  /**
   * Returns the children of all inner pages that changed, and of some that did not. Whatever leaves or joins the tree
   * without a change of its bytes is, or is below, a child of an inner page that changed.
   */
  async children(changed: ReadonlySet<number>): Promise<Set<number>> {
    const found = new Set<number>()
    const levels = this.#innerLevels()
    let level = levels > 0 ? [this.root] : []
    for (let at = 0; at < levels; at++) {
      const isLast = at === levels - 1
      const below: number[] = []
      for (const number of level) {
        if (isLast && !changed.has(number)) continue
        below.push(...(await this.childrenOf(number)))
      }
      for (const child of below) found.add(child)
      level = below
    }
    return found
  }

  /** Returns the children of an inner page. @throws Unsure */
  async childrenOf(number: number): Promise<number[]> {
    const page = await this.#page(number)
    if (page.leaf || page.cells === 0) throw new Unsure()
    return Array.from({ length: page.cells + 1 }, (_, cell) => page.child(cell))
  }

  /** Returns how many levels of inner pages there are, the same everywhere in a tree. */
  #innerLevels(): number {
    let number = this.root
    for (let levels = 0; levels < DEPTH_MAX; levels++) {
      const kind = this.#file.kind(number)
      if (!kind.tableInner) return levels
      number = kind.next
    }
    throw new Unsure()
  }
}
