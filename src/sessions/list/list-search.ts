import type { SessionRecord } from '../../engine/session-record.ts'
import type { SessionPlace } from './lineage.ts'
import { titleOf } from './list-item.ts'
import type { ListOrder, SessionListOptions } from './list-options.ts'

/** Whether a list is searched or sorted by more than the places of its sessions. */
export function needsDetails({ q, order }: Pick<SessionListOptions, 'q' | 'order'>): boolean {
  return q !== null || figureOf(order) !== null
}

/**
 * Whether a row contains every word of a search, ignoring case: in its title, its preview, or an id of its chain's
 * ends.
 */
export function isFound({ root, tip }: SessionPlace, q: string): boolean {
  const title = titleOf(tip, () => root.title)
  const text = [title ?? '', tip.preview, tip.id, root.id].join('\n').toLowerCase()
  return q.split(' ').every((word) => text.includes(word))
}

/** Returns the displayed figure that an order sorts by, descending: see `listItem`. Null for an order by time. */
export function figureOf(order: ListOrder): ((place: SessionPlace) => number | null) | null {
  if (order === 'messages') return ({ tip }) => tip.message_count
  if (order === 'cost') return ({ root }) => root.estimated_cost_usd
  if (order === 'tokens') return ({ root }) => tokensOf(root)
  return null
}

/** Returns input plus output tokens; null if neither is known. */
export function tokensOf(of: Pick<SessionRecord, 'input_tokens' | 'output_tokens'>): number | null {
  if (of.input_tokens === null && of.output_tokens === null) return null
  return (of.input_tokens ?? 0) + (of.output_tokens ?? 0)
}
