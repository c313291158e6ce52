import { isMarked } from '../../engine/marks.ts'
import { descending, Family, type SessionLink, timeOf } from './lineage.ts'
import { type ListedRecord, listItem, type SessionListItem } from './list-item.ts'
import { DEFAULT_LIST, type SessionListOptions } from './list-options.ts'
import { type DetailsOf, figureOf, isFound } from './list-search.ts'

/** What a row shows: a session, or the chain from `root` to `tip`. */
export interface SessionPlace<Link extends SessionLink = SessionLink> {
  root: Link
  tip: Link
}

/**
 * A list of sessions. Without `includeChildren` it is one of conversations: see `Family.isConversation`. One that
 * ended as `compression` shows the tip of its chain: see `Family.tipOf`. Archived and hidden ones are left out of
 * either unless they are asked for. Filters look at the session with which a chain begins.
 * Newest first, by `started_at`; with `order: 'last_active'`
 * by the newest activity anywhere in the chain, then by `started_at`; what is still equal by id, the greater first.
 * With an order by a figure most first, then newest first.
 * `records`: all sessions of one history, or of several. Ids and parents are told apart by `history`. They may be
 * anything: parents that are not there, or go round.
 */
export function sessionList(
  records: Iterable<ListedRecord>,
  options: Partial<SessionListOptions> = {},
): SessionListItem[] {
  return sessionPage(records, options, (record) => record).places.map(({ root, tip }) => listItem(root, tip))
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
  const { order, q, includeChildren, archived, source, excludeSources, limit, offset } = asked
  const all = [...links]
  const family = new Family(all)
  const excluded = new Set(excludeSources)
  const shown = all.filter((link) => {
    if (source !== null && link.source !== source) return false
    if (link.source !== null && excluded.has(link.source)) return false
    if (!archived && (isMarked(link, 'archived') || isMarked(link, 'hidden'))) return false
    return includeChildren || family.isConversation(link)
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
