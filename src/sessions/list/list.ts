import { isMarked } from '../../engine/marks.ts'
import { descending, Family, type SessionLink, type SessionPlace, timeOf } from './lineage.ts'
import { DEFAULT_LIST, type SessionListOptions } from './list-options.ts'
import { figureOf, isFound } from './list-search.ts'

/**
 * Returns a page of a list of sessions, and the number of rows of the whole list. Without `includeChildren` it lists
 * conversations: see `Family.isConversation`. One that ended with `compression` shows the tip of its chain: see
 * `Family.tipOf`. Archived and hidden sessions are left out unless requested. Filters apply to the session that a chain
 * starts with. Newest first by `started_at`; with `order: 'last_active'` by the latest activity in the chain, then by
 * `started_at`; ties by id, descending. With an order by a figure, greatest first, then newest first. The time grows
 * with the number of sessions, whatever their content.
 * @param links of all sessions of one or several histories, identified by id and `history`. Parents may be missing or
 * form a cycle.
 * @param active when sessions that are at work were last active, by id. In an order by time they come first, the
 * latest before the others.
 */
export function sessionPage<Link extends SessionLink>(
  links: Iterable<Link>,
  options: Partial<SessionListOptions> = {},
  active: ReadonlyMap<string, number> = new Map(),
): { places: SessionPlace<Link>[]; total: number } {
  const chosen = { ...DEFAULT_LIST, ...options }
  const { order, q, includeChildren, archived, source, excludeSources, limit, offset } = chosen
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
  const latest = (link: Link) => activity?.get(link) ?? Number.NEGATIVE_INFINITY
  const newestFirst = (a: Link, b: Link) =>
    descending(latest(a), latest(b)) ||
    descending(timeOf(a.started_at), timeOf(b.started_at)) ||
    descending(a.id, b.id) ||
    descending(a.history ?? '', b.history ?? '')
  const sorted = shown.sort(newestFirst)
  const places = sorted.map((root) => ({ root, tip: includeChildren ? root : family.tipOf(root) }))
  const found = q === null ? places : places.filter((place) => isFound(place, q))
  const figure = figureOf(order)
  if (figure) greatestFirst(found, figure)
  else if (active.size > 0) greatestFirst(found, ({ tip }) => active.get(tip.id) ?? null)
  return { places: found.slice(offset, limit === null ? undefined : offset + limit), total: found.length }
}

/** Rows without a figure come last; ties keep their order. */
function greatestFirst<Place>(places: Place[], figure: (place: Place) => number | null): void {
  const figures = new Map(places.map((place) => [place, figure(place) ?? Number.NEGATIVE_INFINITY]))
  const of = (place: Place) => figures.get(place) ?? Number.NEGATIVE_INFINITY
  places.sort((a, b) => descending(of(a), of(b)))
}
