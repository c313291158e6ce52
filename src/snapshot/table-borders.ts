import type { StoredFile } from './header.ts'
import type { RowId } from './row-id.ts'
import { TablePage } from './table-page.ts'

/** More levels than the tree of any table has, as in SQLite. */
const DEPTH_MAX = 20

/** Subtrees for each part, so that parts differ little in size even if subtrees do. */
const SUBTREES_PER_PART = 8

/**
 * Returns the row numbers after which a table is cut into at most this many parts of about as many pages each. They lie
 * between subtrees of its b-tree (SQLite file format section 1.6), of which only the upper pages are read. None if the
 * tree is too small, or damaged.
 * @throws MissingBytes
 */
export function bordersOf(file: StoredFile, root: number, parts: number): RowId[] {
  let level = { pages: [root], keys: [] as RowId[] }
  for (let depth = 0; depth < DEPTH_MAX && level.pages.length < parts * SUBTREES_PER_PART; depth++) {
    const below = levelBelow(file, level)
    if (below === null) break
    level = below
  }
  const { pages, keys } = level
  const borders = new Set<RowId>()
  for (let part = 1; part < parts; part++) {
    const key = keys[Math.floor((part * pages.length) / parts) - 1]
    if (key !== undefined) borders.add(key)
  }
  const chosen = [...borders]
  return chosen.every((key, at) => at === 0 || key > (chosen[at - 1] ?? key)) ? chosen : []
}

/** The pages of one level of a tree, and the greatest row number below each but the last. */
interface Level {
  pages: number[]
  keys: RowId[]
}

/** Returns null if there is none, or a page is damaged. */
function levelBelow({ source, header }: StoredFile, { pages, keys }: Level): Level | null {
  const page = new TablePage(header)
  const below: Level = { pages: [], keys: [] }
  for (const [at, number] of pages.entries()) {
    if (number < 2 || number > header.pageCount) return null
    if (!page.take(number, source.read((number - 1) * header.pageBytes, number * header.pageBytes)))
      return null
    if (page.leaf) return null
    for (let cell = 0; cell < page.cells; cell++) {
      below.pages.push(page.child(cell))
      below.keys.push(page.rowIdIn(cell))
    }
    below.pages.push(page.child(page.cells))
    const key = keys[at]
    if (key !== undefined) below.keys.push(key)
  }
  return below
}
