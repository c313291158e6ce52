/** What a profile page is narrowed to and ordered by, as the query of its address says it. Absent means all. */
export interface Filters {
  category?: string
  state?: string
  /** Words that a badge must hold, each of them. */
  q?: string
  sort?: Sort
}

export const STATES = [
  { value: 'unlocked', label: 'Unlocked' },
  { value: 'discovered', label: 'Discovered' },
  { value: 'secret', label: 'Secret' },
] as const

/** Orders in which badges can be shown; without one they stand by category. */
export const SORTS = [
  { value: 'closest', label: 'Closest to the next tier' },
  { value: 'tier', label: 'Highest tier' },
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest' },
] as const
export type Sort = (typeof SORTS)[number]['value']

/** Characters of a search at most: no name of a badge has more. */
export const SEARCH_MAX = 64

/** The filters in the query of an address; an order that there is none of counts as not given. */
export function filtersIn(query: URLSearchParams): Filters {
  const [category, state] = [query.get('category'), query.get('state')]
  const q = searchText(query.get('q') ?? '')
  const sort = SORTS.find(({ value }) => value === query.get('sort'))?.value
  return {
    ...(category ? { category } : {}),
    ...(state ? { state } : {}),
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
  }
}

/** Filters as the query of an address, with its question mark; empty for none. */
export function queryOf({ category, state, q, sort }: Filters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ category, state, q, sort })) if (value) query.set(name, value)
  const search = query.toString()
  return search ? `?${search}` : ''
}

/** Badges are left out, whatever their order. */
export function isNarrowed({ category, state, q }: Filters): boolean {
  return Boolean(category || state || q)
}

/** What was typed, as it is searched for and repeated: one space between words, no more than is useful. */
function searchText(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim().slice(0, SEARCH_MAX)
}
