import {
  DEFAULT_LIST,
  isYes,
  LIST_ORDERS,
  type ListOrder,
  listOptions,
} from '../../../src/sessions/list/list-options.ts'
import type { SessionListAsked } from '../../profile/services/session-records.ts'

/** Rows that the page shows at once. */
export const PAGE_ROWS = 50

/** What the page of sessions is asked for, as the query of its address says it. */
export interface SessionsAsked {
  /** As it was typed. */
  q: string
  order: ListOrder
  /** The history that is listed; null for all, and for what is reported live. */
  history: string | null
  platform: string | null
  /** Every session as it is, instead of conversations alone. */
  children: boolean
  /** Archived and hidden sessions too. */
  archived: boolean
  /** From 1 on. */
  page: number
  /** The session that is unfolded, by its id; null for none. */
  open: string | null
}

export const ORDER_LABELS: Readonly<Record<ListOrder, string>> = {
  started_at: 'Newest',
  last_active: 'Last active',
  messages: 'Most messages',
  tokens: 'Most tokens',
  cost: 'Highest cost',
}

const TYPED_MAX = 200

/** Nonsense is the default. */
export function sessionsAskedIn(query: URLSearchParams): SessionsAsked {
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

/** As the query of an address; what is the default is left out. */
export function queryOf(asked: SessionsAsked): Record<string, string | null> {
  const { q, order, history, platform, children, archived, page, open } = asked
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

/** The rows that are shown. */
export function listOf({
  q,
  order,
  history,
  platform,
  children,
  archived,
  page,
}: SessionsAsked): SessionListAsked {
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

/** Some sessions are left out, whatever their order. */
export function isNarrowed({ q, history, platform }: SessionsAsked): boolean {
  return Boolean(q || history || platform)
}
