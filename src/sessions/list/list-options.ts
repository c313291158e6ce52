/** Newest first, by when sessions started or by when their chain was active last; or most first, as rows show it. */
export const LIST_ORDERS = ['started_at', 'last_active', 'messages', 'tokens', 'cost'] as const
export type ListOrder = (typeof LIST_ORDERS)[number]

/** Characters of a search at most, more than titles that are shown have. */
export const LIST_SEARCH_MAX = 100

/** What a session list is asked for. */
export interface SessionListOptions {
  order: ListOrder
  /** Words, each of which a row must have in its title, its preview or an id; null for all rows. In lower case. */
  q: string | null
  /** Every session as it is, instead of conversations alone. */
  includeChildren: boolean
  /** Archived and hidden sessions too. */
  archived: boolean
  /** Sessions of this platform alone; null for all. */
  source: string | null
  /** Not sessions of these. */
  excludeSources: readonly string[]
  /** Rows at most; null for all. */
  limit: number | null
  /** Rows that are passed over. */
  offset: number
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

/** As they are asked for in an address or on a command line. */
export interface AskedList {
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
 * The options that are meant: numbers are whole and 0 at least, platforms sorted and named once; nonsense is the
 * default. Equal lists have equal options.
 */
export function listOptions(asked: AskedList): SessionListOptions {
  const excluded = (asked.exclude_sources ?? '').split(',').map((name) => name.trim())
  return {
    order: LIST_ORDERS.find((order) => order === asked.order) ?? DEFAULT_LIST.order,
    q: searchText(asked.q ?? '') || DEFAULT_LIST.q,
    includeChildren: isYes(asked.include_children),
    archived: isYes(asked.archived),
    source: asked.source || DEFAULT_LIST.source,
    excludeSources: [...new Set(excluded.filter((name) => name !== ''))].sort(),
    limit: wholeNumber(asked.limit) ?? DEFAULT_LIST.limit,
    offset: wholeNumber(asked.offset) ?? DEFAULT_LIST.offset,
  }
}

/** `1` and `true`. */
export function isYes(asked: string | undefined): boolean {
  return asked === '1' || asked === 'true'
}

/** What was typed, as it is searched for: in lower case, with one space between words. */
function searchText(typed: string): string {
  return typed.toLowerCase().replace(/\s+/g, ' ').trim().slice(0, LIST_SEARCH_MAX).trimEnd()
}

function wholeNumber(asked: string | undefined): number | null {
  const number = Math.trunc(Number(asked || Number.NaN))
  return Number.isSafeInteger(number) ? Math.max(0, number) : null
}
