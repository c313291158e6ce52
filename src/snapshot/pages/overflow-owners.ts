import { pageNumberAt } from '../table-page.ts'
import { type NotedFile, Unsure } from './noted-file.ts'
import { PAGE_BYTES } from './page-digest.ts'
import { kindIn, notedPages, visitHeads } from './page-notes.ts'

/** Offsets in the file's header (SQLite file format section 1.3). */
const FIRST_TRUNK = 32
const FREE_PAGES = 36
/** Offsets in a trunk page of the free list (section 1.5). */
const LEAVES = 4
const FIRST_LEAF = 8
/** Beyond this, a listing costs less. Unit: pages. */
const TRUNKS_MAX = 64

/** A leaf of some table that may have rows whose overflow pages changed. */
export interface Owner {
  leaf: number
  /** The first overflow pages of these rows. */
  heads: ReadonlySet<number>
}

/**
 * Returns the leaves that overflow pages belong to: SQLite may overwrite a row of the same length in place, and so
 * change an overflow page only (`btreeOverwriteCell` in its btree.c). Each page in use follows another one or a row, as
 * the notes of all pages say, so the way back from a page leads to its row. Free pages may hold what once led there.
 * @throws Unsure if pages are not noted or the free list is damaged; what the source throws
 */
export async function ownersOf(file: NotedFile, overflowPages: readonly number[]): Promise<Owner[]> {
  if (overflowPages.length === 0) return []
  const free = await freePages(file)
  const before = new Uint32Array(file.pageCount + 1)
  const others = new Map<number, number[]>()
  const leads = (from: number, to: number) => {
    if (to === 0 || to > file.pageCount || free.has(from)) return
    if (before[to] === 0) before[to] = from
    else others.set(to, [...(others.get(to) ?? []), from])
  }
  file.visitNotes((first, notes, isCurrent) => {
    for (let place = 0; place < notedPages(notes); place++) {
      const kind = kindIn(notes, place)
      if (kind.overflow && isCurrent(first + place)) leads(first + place, kind.next)
    }
    visitHeads(notes, (place, head) => {
      if (isCurrent(first + place)) leads(first + place, head)
    })
  })
  const owners = new Map<number, Set<number>>()
  const passed = new Set(overflowPages)
  // Grows while it is visited.
  for (const page of passed) {
    for (const from of [before[page] ?? 0, ...(others.get(page) ?? [])]) {
      if (from === 0) continue
      if (file.kind(from).overflow) passed.add(from)
      else owners.set(from, (owners.get(from) ?? new Set<number>()).add(page))
    }
  }
  return Array.from(owners, ([leaf, heads]) => ({ leaf, heads }))
}

/** Returns the pages of the free list, trunks included. @throws Unsure if it is damaged or very long */
async function freePages(file: NotedFile): Promise<Set<number>> {
  const header = await file.bytes(1)
  const count = pageNumberAt(header, FREE_PAGES)
  let trunk = pageNumberAt(header, FIRST_TRUNK)
  const free = new Set<number>()
  for (let trunks = 0; trunk !== 0; trunks++) {
    if (trunks >= TRUNKS_MAX || free.has(trunk)) throw new Unsure()
    free.add(trunk)
    const page = await file.bytes(trunk)
    const leaves = pageNumberAt(page, LEAVES)
    if (leaves > PAGE_BYTES / 4 - 2) throw new Unsure()
    for (let leaf = 0; leaf < leaves; leaf++) free.add(pageNumberAt(page, FIRST_LEAF + 4 * leaf))
    trunk = pageNumberAt(page, 0)
  }
  if (free.size !== count) throw new Unsure()
  return free
}
