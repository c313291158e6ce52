/** Newest first, by start or by the chain's last activity; or greatest first by a figure. */
export const LIST_ORDERS = ['started_at', 'last_active', 'messages', 'tokens', 'cost'] as const
export type ListOrder = (typeof LIST_ORDERS)[number]

/** Maximum length of a search in characters, longer than any displayed title. */
export const LIST_SEARCH_MAX = 100

/** Options of a session list. */
export interface SessionListOptions {
  order: ListOrder
  /** Words that must all occur in a row's title, preview or an id; null for all rows. In lower case. */
  q: string | null
  /** Every session, instead of only conversations. */
  includeChildren: boolean
  /** Include archived and hidden sessions. */
  archived: boolean
  /** Only sessions of this platform; null for all. */
  source: string | null
  /** Platforms to exclude. */
  excludeSources: readonly string[]
  /** Maximum number of rows; null for all. */
  limit: number | null
  /** Number of rows to skip. */
  offset: number
}

/** Query for a page of a profile's sessions. */
export interface SessionListQuery extends SessionListOptions {
  /** Name of a history; null for the default one. */
  history: string | null
  /** True for all histories together. */
  all: boolean
}

export const DEFAULT_LIST: Readonly<SessionListOptions> = {
  order: 'started_at',
  q: null,
  includeChildren: false,
  archived: false,
  source: null,
  excludeSources: [],
  limit: null,
  offset: 0,
}

/** Options as given in a query or on the command line. */
export interface GivenOptions {
  order?: string | undefined
  q?: string | undefined
  include_children?: string | undefined
  archived?: string | undefined
  source?: string | undefined
  exclude_sources?: string | undefined
  limit?: string | undefined
  offset?: string | undefined
}

/**
 * Normalises options: numbers become whole and at least 0, platforms sorted and unique; invalid values become the
 * default. Equal lists have equal options.
 */
export function listOptions(given: GivenOptions): SessionListOptions {
  const excluded = (given.exclude_sources ?? '').split(',').map((name) => name.trim())
  return {
    order: LIST_ORDERS.find((order) => order === given.order) ?? DEFAULT_LIST.order,
    q: searchText(given.q ?? '') || DEFAULT_LIST.q,
    includeChildren: isYes(given.include_children),
    archived: isYes(given.archived),
    source: given.source || DEFAULT_LIST.source,
    excludeSources: [...new Set(excluded.filter((name) => name !== ''))].sort(),
    limit: wholeNumber(given.limit) ?? DEFAULT_LIST.limit,
    offset: wholeNumber(given.offset) ?? DEFAULT_LIST.offset,
  }
}

/** Whether a value is `1` or `true`. */
export function isYes(given: string | undefined): boolean {
  return given === '1' || given === 'true'
}

/** Normalises a search: lower case, single spaces between words. */
function searchText(typed: string): string {
  return typed.toLowerCase().replace(/\s+/g, ' ').trim().slice(0, LIST_SEARCH_MAX).trimEnd()
}

function wholeNumber(given: string | undefined): number | null {
  const number = Math.trunc(Number(given || Number.NaN))
  return Number.isSafeInteger(number) ? Math.max(0, number) : null
}
