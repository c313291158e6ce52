import { type ListedRecord, titleOf } from './list-item.ts'
import type { ListOrder } from './list-options.ts'

/** What a list is searched and ordered by, besides the place of its sessions. */
export type SessionDetails = Pick<
  ListedRecord,
  'title' | 'preview' | 'message_count' | 'input_tokens' | 'output_tokens' | 'estimated_cost_usd'
>

/** The details of a session, or null where nothing is known of it. */
export type DetailsOf<Link> = (link: Link) => SessionDetails | null

interface Place<Link> {
  root: Link
  tip: Link
}

/** Whether a row has every word of a search, in any case: in its title, its preview, or an id of its chain's ends. */
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

/** What an order puts the greatest of first, as the row shows it: see `listItem`. Null for an order by time. */
export function figureOf<Link>(
  order: ListOrder,
  detailsOf: DetailsOf<Link>,
): ((place: Place<Link>) => number | null) | null {
  if (order === 'messages') return ({ tip }) => detailsOf(tip)?.message_count ?? null
  if (order === 'cost') return ({ root }) => detailsOf(root)?.estimated_cost_usd ?? null
  if (order === 'tokens') return ({ root }) => tokensOf(detailsOf(root))
  return null
}

/** Input and output together; null where neither is known. */
export function tokensOf(of: Pick<ListedRecord, 'input_tokens' | 'output_tokens'> | null): number | null {
  if (of === null || (of.input_tokens === null && of.output_tokens === null)) return null
  return (of.input_tokens ?? 0) + (of.output_tokens ?? 0)
}
