/** A history by name; null: all that the profile has. */
export type ListScope = string | null

/** What a list is asked for, as it comes in an address or a call: anything may stand there. */
export type AskedOptions = Readonly<Record<keyof ListOptions, unknown>>

/** Every option that changes the rows of a list. */
export interface ListOptions {
  include_children: boolean
  order: 'started_at' | 'last_active'
  source: string | null
  exclude_sources: readonly string[]
  limit: number
  offset: number
}

/** What is listed where nothing else is asked for. */
export const DEFAULT_OPTIONS: ListOptions = {
  include_children: false,
  order: 'started_at',
  source: null,
  exclude_sources: [],
  limit: 200,
  offset: 0,
}

/** The options as they are meant: equal lists have equal ones. What is nonsense counts as not asked for. */
export function normalised(asked: Partial<AskedOptions>): ListOptions {
  return {
    include_children: [true, 1, '1', 'true'].some((yes) => yes === asked.include_children),
    order: asked.order === 'last_active' ? 'last_active' : DEFAULT_OPTIONS.order,
    source: texts([asked.source])[0] ?? DEFAULT_OPTIONS.source,
    exclude_sources: texts(asked.exclude_sources),
    limit: natural(asked.limit) ?? DEFAULT_OPTIONS.limit,
    offset: natural(asked.offset) ?? DEFAULT_OPTIONS.offset,
  }
}

/** Names a list: its scope, and its options in one order. */
export function listKey(scope: ListScope, options: ListOptions): string {
  const { include_children, order, source, exclude_sources, limit, offset } = options
  return JSON.stringify([scope, include_children, order, source, exclude_sources, limit, offset])
}

/** An integer, 0 at least; null where it is no number. */
function natural(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.trunc(number)))
}

/** A list, or a text with commas, as the different texts in it, in order. */
function texts(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const named = items.flatMap((item) => (typeof item === 'string' && item.trim() !== '' ? [item.trim()] : []))
  return [...new Set(named)].sort()
}
