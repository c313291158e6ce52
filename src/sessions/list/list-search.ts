import { type ListedRecord, titleOf } from './list-item.ts'
import type { ListOrder } from './list-options.ts'

/** The details that a list is searched and sorted by, besides the sessions' places. */
export type SessionDetails = Pick<
  ListedRecord,
  'title' | 'preview' | 'message_count' | 'input_tokens' | 'output_tokens' | 'estimated_cost_usd'
>

/** Returns the details of a session, or null if nothing is known of it. */
export type DetailsOf<Link> = (link: Link) => SessionDetails | null

interface Place<Link> {
  root: Link
  tip: Link
}

/**
 * Whether a row contains every word of a search, ignoring case: in its title, its preview, or an id of its chain's
 * ends.
 */
export function isFound<Link extends Pick<ListedRecord, 'id' | 'marks'>>(
  { root, tip }: Place<Link>,
  q: string,
  detailsOf: DetailsOf<Link>,
): boolean {
  const { title: ofTip = null, preview = '' } = detailsOf(tip) ?? {}
  const title = titleOf({ title: ofTip, marks: tip.marks }, () => detailsOf(root)?.title ?? null)
  const text = [title ?? '', preview, tip.id, root.id].join('\n').toLowerCase()
  return q.split(' ').every((word) => text.includes(word))
}

/** Returns the displayed figure that an order sorts by, descending: see `listItem`. Null for an order by time. */
export function figureOf<Link>(
  order: ListOrder,
  detailsOf: DetailsOf<Link>,
): ((place: Place<Link>) => number | null) | null {
  if (order === 'messages') return ({ tip }) => detailsOf(tip)?.message_count ?? null
  if (order === 'cost') return ({ root }) => detailsOf(root)?.estimated_cost_usd ?? null
  if (order === 'tokens') return ({ root }) => tokensOf(detailsOf(root))
  return null
}

/** Returns input plus output tokens; null if neither is known. */
export function tokensOf(of: Pick<ListedRecord, 'input_tokens' | 'output_tokens'> | null): number | null {
  if (of === null || (of.input_tokens === null && of.output_tokens === null)) return null
  return (of.input_tokens ?? 0) + (of.output_tokens ?? 0)
}
