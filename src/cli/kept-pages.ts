import type { PageList, SeenPages, SessionNames, SessionPages } from '../snapshot/snapshot.ts'

/** What precedes the columns of a text of pages, in a line. Plain JSON. */
interface PagesHead {
  shape: string
  /** Sessions without a checkpoint that must be looked at each time. They are numbered after the checkpoints. */
  others: string[]
  /** Of pages and of openings: how many there are, and how many sessions all of them have. */
  sizes: readonly (readonly [pages: number, sessions: number])[]
}

/** Where the checkpoints are in a file that is written. */
export interface Places extends Pick<SessionNames, 'count' | 'numberOf'> {
  /** Returns the number that a session has by the one that it had; undefined if it was not kept as it was. */
  since(former: number): number | undefined
}

const COLUMNS = ['numbers', 'digests', 'counts', 'untitled', 'long', 'sessions'] as const
const LINE_END = '\n'.charCodeAt(0)

/** Returns what is seen of the pages of a history, as it is kept beside its checkpoints. */
export function encodePages(seen: SeenPages, places: Places): Uint8Array {
  const others = new Map<string, number>()
  const known = (ids: Iterable<string>) =>
    Array.from(ids, (id) => places.numberOf(id)).filter((one) => one !== undefined)
  const inAnyCase = (id: string) => {
    const number = places.numberOf(id) ?? others.get(id) ?? places.count + others.size
    if (number >= places.count) others.set(id, number)
    return number
  }
  const lists = { pages: new Columns(), openings: new Columns() }
  const openings = new Map(seen.openings)
  for (const name of ['pages', 'openings'] as const) {
    if (seen.before === null) break
    const { [name]: list, names } = seen.before
    // Where those that were looked at are named was noted anew.
    const skipped = new Uint8Array(name === 'openings' ? names.count : 0)
    if (name === 'openings')
      for (const id of seen.changed ?? []) skipped[names.numberOf(id) ?? names.count] = 1
    let end = 0
    for (let at = 0; at < list.numbers.length; at++) {
      const begin = end
      end += list.counts[at] ?? 0
      if (seen.same[name][at] !== 1) continue
      const [page = 0, untitled = 0, long = 0] = [list.numbers[at], list.untitled[at], list.long[at]]
      const held: number[] = []
      for (let place = begin; place < end; place++) {
        const former = list.sessions[place] ?? 0
        if (skipped[former] === 1) continue
        const number = places.since(former) ?? places.numberOf(names.idOf(former))
        if (number !== undefined) held.push(number)
        else if (place < begin + untitled + long) held.push(inAnyCase(names.idOf(former)))
      }
      if (name === 'openings') held.push(...known(openings.get(page)?.ids ?? []))
      if (name === 'openings') openings.delete(page)
      const [first = 0, second = 0] = [list.digests[2 * at], list.digests[2 * at + 1]]
      if (name === 'pages' || held.length > 0) lists[name].add(page, [first, second], held, untitled, long)
    }
  }
  for (const [page, { digest, ids, untitled, long }] of seen.pages) {
    const first = [...untitled, ...long]
    const rest = known(ids.filter((id) => !first.includes(id)))
    lists.pages.add(page, digest, [...first.map(inAnyCase), ...rest], untitled.length, long.length)
  }
  for (const [page, { digest, ids }] of openings) lists.openings.add(page, digest, known(ids))
  const { pages, openings: opened } = lists
  const head: PagesHead = {
    shape: seen.shape,
    others: [...others.keys()],
    sizes: [pages, opened].map(({ numbers, sessions }) => [numbers.length, sessions.length]),
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...pages.bytes(), ...opened.bytes()])
}

/** Returns pages as they are seen of a history that has not changed. */
export function asSeen(before: SessionPages): SeenPages {
  const all = ({ numbers }: PageList) => new Uint8Array(numbers.length).fill(1)
  return {
    ...{ shape: before.shape, changed: new Set(), before },
    same: { pages: all(before.pages), openings: all(before.openings) },
    ...{ pages: new Map(), openings: new Map() },
  }
}

/** A `PageList` that is being made. */
class Columns {
  readonly numbers: number[] = []
  readonly digests: number[] = []
  readonly counts: number[] = []
  readonly untitled: number[] = []
  readonly long: number[] = []
  readonly sessions: number[] = []

  add(
    page: number,
    digest: readonly [number, number],
    held: readonly number[],
    untitled = 0,
    long = 0,
  ): void {
    this.numbers.push(page)
    this.digests.push(...digest)
    this.counts.push(held.length)
    this.untitled.push(untitled)
    this.long.push(long)
    for (const session of held) this.sessions.push(session)
  }

  bytes(): Uint8Array[] {
    return COLUMNS.map((name) => Buffer.from(Uint32Array.from(this[name]).buffer))
  }
}

/**
 * Returns what `encodePages` was given, without sessions that need not be known; null if nothing was kept. The bytes are
 * as they were written: the digest of their part was checked.
 * @param names of the checkpoints
 */
export function decodePages(bytes: Uint8Array, names: SessionNames): SessionPages | null {
  const end = bytes.indexOf(LINE_END)
  if (end <= 0) return null
  const { shape, others, sizes }: PagesHead = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString())
  // A copy begins where numbers of four bytes may.
  const words = new Uint32Array(new Uint8Array(bytes.subarray(end + 1)).buffer)
  let at = 0
  const next = (size: number) => {
    at += size
    return words.subarray(at - size, at)
  }
  const [pages, openings] = sizes.map(
    ([count, sessions]): PageList => ({
      numbers: next(count),
      digests: next(2 * count),
      counts: next(count),
      untitled: next(count),
      long: next(count),
      sessions: next(sessions),
    }),
  )
  return pages && openings ? { shape, names: withOthers(names, others), pages, openings } : null
}

function withOthers(names: SessionNames, others: readonly string[]): SessionNames {
  const numbers = new Map(others.map((id, at) => [id, names.count + at]))
  return {
    count: names.count + others.length,
    idOf: (session) => (session < names.count ? names.idOf(session) : (others[session - names.count] ?? '')),
    numberOf: (id) => names.numberOf(id) ?? numbers.get(id),
  }
}
