import type { RareBand } from '../../contract/rarity.ts'
import type { BadgesCard, StoryBadge } from '../../contract/wrapped.ts'
import { t } from '../../language/language.ts'

/** Messages: how rare a badge was when its story was made. */
const RARE = {
  one_in_100: 'Fewer than 1 in 100 pages have it.',
  one_in_20: 'Fewer than 1 in 20 pages have it.',
  one_in_5: 'Fewer than 1 in 5 pages have it.',
  one_in_2: 'Fewer than half of all pages have it.',
} as const satisfies Record<RareBand, string>

/** Returns what a card says of the rarest badge after it has named the first one; null where no rarity is known. */
export function rarestFacts(
  { first, rarest }: BadgesCard,
  nameOf: (badge: StoryBadge) => string,
): string[] | null {
  if (rarest === undefined) return null
  const isNamed = first?.id === rarest.id && first.tier === rarest.tier
  return [...(isNamed ? [] : [t('Rarest: {badge}.', { badge: nameOf(rarest) })]), t(RARE[rarest.band])]
}
