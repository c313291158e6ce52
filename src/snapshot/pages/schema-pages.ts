import { localBytes, pageNumberAt } from '../table-page.ts'
import { sizeAt, varintLength } from '../varint.ts'
import { type NotedFile, Unsure } from './noted-file.ts'
import { PAGE_BYTES } from './page-digest.ts'

/** Offsets in the file's header (SQLite file format section 1.3). */
const SCHEMA_COOKIE = 40
const AUTO_VACUUM = 52
/** The b-tree of the schema begins after the header, in the first page (section 2.6). Offsets there (section 1.6). */
const ROOT = 100
const CELLS = ROOT + 3
const LAST_CHILD = ROOT + 8
const LEAF_CELLS = ROOT + 8
const INNER_CELLS = ROOT + 12
const TABLE_INNER = 0x05

/**
 * Checks that two versions have the same schema, stored in the same pages, and no pointer maps, and returns its pages.
 * The roots of all tables are the same then.
 * @throws Unsure otherwise; what the sources throw
 */
export async function sameSchema(
  old: NotedFile,
  now: NotedFile,
  changed: ReadonlySet<number>,
): Promise<ReadonlySet<number>> {
  const before = (await old.bytes(1)).slice()
  const after = (await now.bytes(1)).slice()
  const differs = before.some((byte, at) => byte !== after[at] && (at >= ROOT || isCookie(at)))
  const mapped = pageNumberAt(before, AUTO_VACUUM) !== 0 || pageNumberAt(after, AUTO_VACUUM) !== 0
  if (differs || mapped) throw new Unsure()
  const pages = new Set(childrenIn(after))
  // Grows while it is visited.
  for (const page of pages) {
    if (changed.has(page)) throw new Unsure()
    if (!now.kind(page).tableInner) continue
    const inner = await now.tablePage(page)
    for (let cell = 0; cell <= inner.cells; cell++) pages.add(inner.child(cell))
  }
  return pages
}

/** Returns the children of the first page. @throws Unsure if a row in it has overflow pages, which are not followed */
function childrenIn(page: Uint8Array): number[] {
  const cells = pairAt(page, CELLS)
  const isInner = page[ROOT] === TABLE_INNER
  const pointers = isInner ? INNER_CELLS : LEAF_CELLS
  const places = Array.from({ length: cells }, (_, cell) => pairAt(page, pointers + 2 * cell))
  if (isInner) return [...places.map((at) => pageNumberAt(page, at)), pageNumberAt(page, LAST_CHILD)]
  const overflows = (at: number) => {
    const size = sizeAt(page, at, varintLength(page, at))
    return localBytes(size, PAGE_BYTES) < size
  }
  if (places.some(overflows)) throw new Unsure()
  return []
}

function isCookie(at: number): boolean {
  return at >= SCHEMA_COOKIE && at < SCHEMA_COOKIE + 4
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
