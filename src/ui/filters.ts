import { STATE_WORDS } from './wording.ts'

/** The filters and order of a profile page, as in the URL's query. Absent means all. */
export interface Filters {
  category?: string
  state?: string
  /** Words that a badge must all contain. */
  q?: string
  sort?: Sort
}

export const STATES = [
  { value: 'unlocked', label: STATE_WORDS.unlocked },
  { value: 'discovered', label: STATE_WORDS.inProgress },
  { value: 'secret', label: STATE_WORDS.secret },
] as const

/** Orders of badges; by default they are grouped by category. */
export const SORTS = [
  { value: 'closest', label: 'Closest to next tier' },
  { value: 'tier', label: 'Highest tier' },
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest' },
] as const
export type Sort = (typeof SORTS)[number]['value']

/** Maximum length of a search in characters: no badge has a longer name. */
export const SEARCH_MAX = 64

/** Returns the filters of a URL's query; an unknown order counts as absent. */
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

/** Returns filters as a URL query with its question mark; empty for none. */
export function queryOf({ category, state, q, sort }: Filters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ category, state, q, sort })) if (value) query.set(name, value)
  const search = query.toString()
  return search ? `?${search}` : ''
}

/** Whether filters exclude badges, regardless of order. */
export function isNarrowed({ category, state, q }: Filters): boolean {
  return Boolean(category || state || q)
}

/** Normalises a search: single spaces, limited length. */
function searchText(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim().slice(0, SEARCH_MAX)
}
