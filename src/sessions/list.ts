import { DEFAULT_LIST, type SessionListOptions } from './list-options.ts'
import { type DetailsOf, figureOf, isFound } from './list-search.ts'
import { type ListedRecord, type SessionRow, sessionRow } from './session-row.ts'

/** As much of a session as it takes to find its place in a list: that of all others has to be known too. */
export type SessionLink = Pick<
  ListedRecord,
  'id' | 'history' | 'source' | 'started_at' | 'ended_at' | 'end_reason' | 'last_active' | 'parent_session_id'
>

/** What a row shows: a session, or the chain from `root` to `tip`. */
export interface SessionPlace<Link extends SessionLink = SessionLink> {
  root: Link
  tip: Link
}

/**
 * A list of sessions. Without `includeChildren` it is one of conversations: shown are sessions without a parent,
 * and branches, which are those whose parent ended as `branched` before they started. One that ended as
 * `compression` shows the tip of its chain: see `tipOf`. Newest first, by `started_at`; with `order: 'last_active'`
 * by the newest activity anywhere in the chain, then by `started_at`; what is still equal by id, the greater first.
 * With an order by a figure most first, then newest first.
 * `records`: all sessions of one history, or of several. Ids and parents are told apart by `history`. They may be
 * anything: parents that are not there, or go round.
 */
export function sessionList(
  records: Iterable<ListedRecord>,
  options: Partial<SessionListOptions> = {},
): SessionRow[] {
  return sessionPage(records, options, (record) => record).places.map(({ root, tip }) =>
    sessionRow(root, tip),
  )
}

/** A page of a list, and how many rows the whole of it has. */
export interface SessionPage<Link extends SessionLink> {
  places: SessionPlace<Link>[]
  total: number
}

/**
 * The rows of `sessionList` before anything but their links is known, so that the rest need be had of those alone
 * that are shown. A search, and an order by a figure, ask for the details of all that may be shown; without them
 * sessions are found by their ids alone. The time it takes grows with the sessions, whatever they say.
 */
export function sessionPage<Link extends SessionLink>(
  links: Iterable<Link>,
  options: Partial<SessionListOptions> = {},
  detailsOf: DetailsOf<Link> = () => null,
): SessionPage<Link> {
  const asked = { ...DEFAULT_LIST, ...options }
  const { order, q, includeChildren, source, excludeSources, limit, offset } = asked
  const all = [...links]
  const family = new Family(all)
  const excluded = new Set(excludeSources)
  const shown = all.filter((link) => {
    if (source !== null && link.source !== source) return false
    if (link.source !== null && excluded.has(link.source)) return false
    return includeChildren || link.parent_session_id === null || family.isBranch(link)
  })
  const activity = order === 'last_active' ? family.activity() : null
  const active = (link: Link) => activity?.get(link) ?? Number.NEGATIVE_INFINITY
  const newestFirst = (a: Link, b: Link) =>
    descending(active(a), active(b)) ||
    descending(timeOf(a.started_at), timeOf(b.started_at)) ||
    descending(a.id, b.id) ||
    descending(a.history ?? '', b.history ?? '')
  const sorted = shown.sort(newestFirst)
  const places = sorted.map((root) => ({ root, tip: includeChildren ? root : family.tipOf(root) }))
  const found = q === null ? places : places.filter((place) => isFound(place, q, detailsOf))
  const figure = figureOf(order, detailsOf)
  if (figure) mostFirst(found, figure)
  return { places: found.slice(offset, limit === null ? undefined : offset + limit), total: found.length }
}

/** What has no figure comes last; of equal ones the order stays. */
function mostFirst<Place>(places: Place[], figure: (place: Place) => number | null): void {
  const figures = new Map(places.map((place) => [place, figure(place) ?? Number.NEGATIVE_INFINITY]))
  const of = (place: Place) => figures.get(place) ?? Number.NEGATIVE_INFINITY
  places.sort((a, b) => descending(of(a), of(b)))
}

/** Who continues whom. */
class Family<Link extends SessionLink> {
  readonly #sessions: readonly Link[]
  readonly #byId = new Map<string, Map<string, Link>>()
  /** The newest of those that continue a session. */
  readonly #next = new Map<Link, Link>()

  constructor(sessions: readonly Link[]) {
    this.#sessions = sessions
    for (const session of sessions) {
      const history = session.history ?? ''
      const ids = this.#byId.get(history) ?? new Map<string, Link>()
      ids.set(session.id, session)
      this.#byId.set(history, ids)
    }
    for (const session of sessions) {
      const continued = this.#continued(session)
      if (continued === null) continue
      const other = this.#next.get(continued)
      if (other === undefined || isNewer(session, other)) this.#next.set(continued, session)
    }
  }

  /** Whether a session was branched off another, which then had ended. */
  isBranch(session: Link): boolean {
    const parent = this.#parent(session)
    return parent?.end_reason === 'branched' && startedAfter(session, parent)
  }

  /** From child to newest child, as long as the one before ended as `compression` and the child started after. */
  tipOf(root: Link): Link {
    const passed = new Set([root])
    let tip = root
    for (let next = this.#next.get(tip); next !== undefined; next = this.#next.get(tip)) {
      if (passed.has(next)) return tip
      passed.add(next)
      tip = next
    }
    return tip
  }

  /** When each session, or any that continues it, was active last. */
  activity(): Map<Link, number> {
    const latest = new Map<Link, number>()
    const time = (session: Link) => timeOf(session.last_active ?? session.started_at)
    // The most active first: where one has been told already, so have all that it continues.
    for (const session of this.#sessions.toSorted((a, b) => descending(time(a), time(b)))) {
      let told: Link | null = session
      while (told !== null && !latest.has(told)) {
        latest.set(told, time(session))
        told = this.#continued(told)
      }
    }
    return latest
  }

  /** The session that one continues after its compression, or null. */
  #continued(session: Link): Link | null {
    const parent = this.#parent(session)
    return parent?.end_reason === 'compression' && startedAfter(session, parent) ? parent : null
  }

  #parent({ history, parent_session_id: id }: Link): Link | undefined {
    return id === null ? undefined : this.#byId.get(history ?? '')?.get(id)
  }
}

function startedAfter({ started_at }: SessionLink, { ended_at }: SessionLink): boolean {
  return started_at !== null && ended_at !== null && started_at >= ended_at
}

function isNewer(a: SessionLink, b: SessionLink): boolean {
  return (descending(timeOf(a.started_at), timeOf(b.started_at)) || descending(a.id, b.id)) < 0
}

/** What has no time comes last. */
function timeOf(seconds: number | null): number {
  return seconds ?? Number.NEGATIVE_INFINITY
}

function descending<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a > b ? -1 : 1
}
