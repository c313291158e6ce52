import type { Message } from '../../language/language.ts'
import {
  DEFAULT_LIST,
  isYes,
  LIST_ORDERS,
  type ListOrder,
  listOptions,
  type SessionListQuery,
} from '../../sessions/list/list-options.ts'

/** Rows per page. */
export const PAGE_ROWS = 50

/** The query of a page of sessions. */
export interface SessionsQuery {
  /** The search as typed. */
  q: string
  order: ListOrder
  /** The listed history; null for all, and for live sessions. */
  history: string | null
  platform: string | null
  /** Every session, instead of only conversations. */
  children: boolean
  /** Include archived and hidden sessions. */
  archived: boolean
  /** Page number, from 1. */
  page: number
  /** Id of the expanded session; null for none. */
  open: string | null
}

export const ORDER_LABELS: Readonly<Record<ListOrder, Message>> = {
  started_at: 'Newest',
  last_active: 'Last active',
  messages: 'Most messages',
  tokens: 'Most tokens',
  cost: 'Highest cost',
}

const TYPED_MAX = 200

/** Parses a query. Invalid values become the default. */
export function sessionsQueryIn(query: URLSearchParams): SessionsQuery {
  const text = (name: string) => query.get(name) || null
  const page = Number(query.get('page'))
  return {
    q: (query.get('q') ?? '').trim().slice(0, TYPED_MAX),
    order: LIST_ORDERS.find((order) => order === query.get('sort')) ?? DEFAULT_LIST.order,
    history: text('history'),
    platform: text('platform'),
    children: isYes(query.get('children') ?? ''),
    archived: isYes(query.get('archived') ?? ''),
    page: Number.isSafeInteger(page) && page > 0 && page * PAGE_ROWS < Number.MAX_SAFE_INTEGER ? page : 1,
    open: text('open'),
  }
}

/** Returns the URL's query, omitting defaults. */
export function queryOf(query: SessionsQuery): Record<string, string | null> {
  const { q, order, history, platform, children, archived, page, open } = query
  return {
    q,
    sort: order === DEFAULT_LIST.order ? null : order,
    history,
    platform,
    children: children ? '1' : null,
    archived: archived ? '1' : null,
    page: page > 1 ? `${page}` : null,
    open,
  }
}

/** Returns the list options for the rows shown. */
export function listOf({
  q,
  order,
  history,
  platform,
  children,
  archived,
  page,
}: SessionsQuery): SessionListQuery {
  const options = listOptions({
    q,
    order,
    source: platform ?? '',
    include_children: children ? '1' : '',
    archived: archived ? '1' : '',
    limit: `${PAGE_ROWS}`,
    offset: `${(page - 1) * PAGE_ROWS}`,
  })
  return { ...options, history, all: history === null }
}

/** Whether filters exclude sessions, regardless of order. */
export function isNarrowed({ q, history, platform }: SessionsQuery): boolean {
  return Boolean(q || history || platform)
}
