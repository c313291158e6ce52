import { beginsOf } from '../snapshot/pages/page-list.ts'
import type { PageList, SeenPages, SessionNames, SessionPages } from '../snapshot/snapshot.ts'
import { joined } from './kept-lines.ts'

/** What precedes the columns of a text of pages, in a line. Plain JSON. */
interface PagesHead {
  shape: string
  /** Sessions without a checkpoint that must be looked at each time. They are numbered after the checkpoints. */
  others: string[]
  /** Of pages and of openings: how many there are, and how many sessions all of them have. */
  sizes: readonly (readonly [pages: number, sessions: number])[]
  /** The same: which of those that were written before hold no longer. Absent if none was. */
  gone?: readonly (readonly number[])[]
}

/** Where the checkpoints are in a file that is written. */
export interface Places extends Pick<SessionNames, 'count' | 'numberOf'> {
  /** How many of them stay where they are, since what is written goes beside them. */
  readonly beside: number
  /** Whether these are all that were there. */
  readonly allStay: boolean
  /** Returns the number that a session has by the one that it had; undefined if it was not kept as it was. */
  since(former: number): number | undefined
}

/** Pages as a file has them: first those that it was written with. Of these, the ones that hold no longer are empty. */
export interface KeptPages extends SessionPages {
  /** The sessions from this number on have no checkpoint. */
  checkpoints: number
  /** How many the file was written with, and which sessions without a checkpoint. */
  own: { pages: number; openings: number; others: readonly string[] }
}

const LISTS = ['pages', 'openings'] as const
const COLUMNS = ['numbers', 'digests', 'counts', 'untitled', 'long', 'sessions'] as const
const LINE_END = '\n'.charCodeAt(0)

/** Whether these pages are from a file, so that what has changed can be written beside it. */
export function areKept(pages: SessionPages | null): pages is KeptPages {
  return pages !== null && 'own' in pages
}

const NOTHING_KEPT = { checkpoints: 0, own: { pages: 0, openings: 0, others: [] } }

/** Whether, of pages that were written beside others, there are none, and all of the others hold. */
export function areNone(bytes: Uint8Array): boolean {
  const found = listsIn(bytes)
  if (found === null) return false
  return found.sizes.flat().every((size) => size === 0) && found.gone.every(({ length }) => length === 0)
}

/** Returns what is seen of the pages of a history, as it is kept beside its checkpoints; of a file, what has changed. */
export function encodePages(seen: SeenPages, places: Places): Uint8Array {
  const kept = places.beside > 0 && areKept(seen.before) ? seen.before : NOTHING_KEPT
  const { own } = kept
  const others = new Map(own.others.map((id, at) => [id, places.count + at]))
  const known = (ids: Iterable<string>) =>
    Array.from(ids, (id) => places.numberOf(id)).filter((one) => one !== undefined)
  const inAnyCase = (id: string) => {
    const number = places.numberOf(id) ?? others.get(id) ?? places.count + others.size
    if (number >= places.count) others.set(id, number)
    return number
  }
  const lists = { pages: new Columns(), openings: new Columns() }
  const openings = new Map(seen.openings)
  const gone: number[][] = []
  for (const name of LISTS) {
    if (seen.before === null) break
    const { [name]: list, names } = seen.before
    // Where those that were looked at are named was noted anew.
    const skipped = new Uint8Array(names.count)
    if (name === 'openings')
      for (const id of seen.changed ?? []) skipped[names.numberOf(id) ?? names.count] = 1
    const staysOther = (former: number) =>
      former < kept.checkpoints + own.others.length && places.numberOf(names.idOf(former)) === undefined
    const stays = (former: number) =>
      skipped[former] !== 1 &&
      (former < kept.checkpoints ? places.since(former) === former : staysOther(former))
    const moved = new Uint8Array(skipped.length)
    moved.set(skipped)
    // Most often all checkpoints stay, and need not be asked for one by one.
    for (let former = places.allStay ? kept.checkpoints : 0; former < names.count; former++)
      if (!stays(former)) moved[former] = 1
    const none: number[] = []
    const begins = beginsOf(list)
    const reopened = name === 'openings' ? openings : NO_OPENINGS
    const same = seen.same[name]
    for (const at of unsettled({ ...list, begins, same }, own[name], moved, reopened)) {
      const [begin = 0, end = 0] = [begins[at], begins[at + 1]]
      const isOwn = at < own[name]
      if (isOwn) none.push(at)
      const page = list.numbers[at] ?? 0
      if (page === 0 || same[at] !== 1) continue
      const [untitled = 0, long = 0] = [list.untitled[at], list.long[at]]
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
    gone.push(none)
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
    ...(places.beside > 0 && { gone }),
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...pages.bytes(), ...opened.bytes()])
}

const NO_OPENINGS: SeenPages['openings'] = new Map()

/**
 * Returns the places of pages that can't stay as they are written: the first `own` of them if they are the same and none
 * of their sessions has moved. Apart from the rest, since V8 compiles a long function for long.
 */
function unsettled(
  list: PageList & { begins: Uint32Array; same: Uint8Array },
  own: number,
  moved: Uint8Array,
  reopened: SeenPages['openings'],
): number[] {
  const { numbers, sessions, begins, same } = list
  const places: number[] = []
  for (let at = 0; at < numbers.length; at++) {
    const page = numbers[at] ?? 0
    let stays = at < own && page !== 0 && same[at] === 1 && !reopened.has(page)
    const end = begins[at + 1] ?? 0
    for (let place = begins[at] ?? 0; stays && place < end; place++) stays = moved[sessions[place] ?? 0] === 0
    if (!stays) places.push(at)
  }
  return places
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
 * @param later what was written beside them, with checkpoints that are numbered after the others
 */
export function decodePages(
  bytes: Uint8Array,
  names: SessionNames,
  later: { bytes: Uint8Array; own: number } | null = null,
): KeptPages | null {
  const own = listsIn(bytes)
  const since = later && listsIn(later.bytes)
  if (own === null || (later !== null && since === null)) return null
  const { shape, others } = since ?? own
  const lists = LISTS.map((_, at) => {
    const list = own.lists[at] ?? NO_PAGES
    const added = since?.lists[at]
    if (!later || !added) return list
    // The checkpoints that were added are numbered before sessions that have none.
    const numbered = { ...list, sessions: shifted(list.sessions, later.own, names.count - later.own) }
    return withLater(numbered, since.gone[at] ?? [], added)
  })
  const [pages = NO_PAGES, openings = NO_PAGES] = lists
  const [{ numbers }, { numbers: opened }] = [own.lists[0] ?? NO_PAGES, own.lists[1] ?? NO_PAGES]
  return {
    ...{ shape, names: withOthers(names, others), pages, openings },
    checkpoints: names.count,
    own: { pages: numbers.length, openings: opened.length, others: own.others },
  }
}

const NONE = new Uint32Array()
const NO_PAGES: PageList = {
  ...{ numbers: NONE, digests: NONE, counts: NONE, untitled: NONE, long: NONE, sessions: NONE },
}

function listsIn(bytes: Uint8Array): (Required<PagesHead> & { lists: PageList[] }) | null {
  const end = bytes.indexOf(LINE_END)
  if (end <= 0) return null
  const { gone = [], ...head }: PagesHead = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString())
  // A copy begins where numbers of four bytes may.
  const words = new Uint32Array(new Uint8Array(bytes.subarray(end + 1)).buffer)
  let at = 0
  const next = (size: number) => {
    at += size
    return words.subarray(at - size, at)
  }
  const lists = head.sizes.map(
    ([count, sessions]): PageList => ({
      numbers: next(count),
      digests: next(2 * count),
      counts: next(count),
      untitled: next(count),
      long: next(count),
      sessions: next(sessions),
    }),
  )
  return { ...head, gone, lists }
}

/** Returns the numbers of sessions, those from `first` on with `plus` added. */
function shifted(sessions: Uint32Array, first: number, plus: number): Uint32Array {
  return plus === 0 ? sessions : sessions.map((session) => (session < first ? session : session + plus))
}

/** Returns a list in which some pages are empty, and after it those of another one. */
function withLater(list: PageList, gone: readonly number[], later: PageList): PageList {
  const { numbers, counts, untitled, long } = list
  const sessions = new Uint32Array(list.sessions.length + later.sessions.length)
  const begins = beginsOf(list)
  let [size, from] = [0, 0]
  const keepUpTo = (end: number) => {
    sessions.set(list.sessions.subarray(from, end), size)
    size += end - from
  }
  for (const at of gone) {
    keepUpTo(begins[at] ?? 0)
    from = begins[at + 1] ?? 0
    for (const column of [numbers, counts, untitled, long]) column[at] = 0
  }
  keepUpTo(list.sessions.length)
  sessions.set(later.sessions, size)
  return {
    numbers: joined(numbers, later.numbers),
    digests: joined(list.digests, later.digests),
    counts: joined(counts, later.counts),
    untitled: joined(untitled, later.untitled),
    long: joined(long, later.long),
    sessions: sessions.subarray(0, size + later.sessions.length),
  }
}

function withOthers(names: SessionNames, others: readonly string[]): SessionNames {
  const numbers = new Map(others.map((id, at) => [id, names.count + at]))
  return {
    count: names.count + others.length,
    idOf: (session) => (session < names.count ? names.idOf(session) : (others[session - names.count] ?? '')),
    numberOf: (id) => names.numberOf(id) ?? numbers.get(id),
  }
}
