import type { BadgesCard, CardKind, StoryBadge, StoryCard } from '../../contract/wrapped.ts'
import type { TierName } from '../../engine/types.ts'

/** The icons of badges that stand for what a card tells. That of earned badges has an icon of its own. */
const ICONS: Readonly<Record<CardKind, string>> = {
  origin: 'compass',
  rate: 'anvil',
  busiest: 'clock',
  streak: 'flame',
  favourites: 'wand',
  badges: 'crystal',
  change: 'rocket',
  finale: 'scroll',
}

/** Returns what the medal of a card shows: the badge that it tells of, or a sign. */
export function cardIcon(card: StoryCard): { id: string; icon: string } {
  const badge = card.kind === 'badges' ? mainBadge(card) : null
  return badge ?? { id: '', icon: ICONS[card.kind] }
}

/** Returns the metal that a card is drawn in. */
export function cardMetal(card: StoryCard): TierName | 'earned' {
  if (card.kind === 'badges') return mainBadge(card)?.tier ?? 'earned'
  if (card.kind === 'change') return card.tier_after ?? 'earned'
  return 'earned'
}

function mainBadge({ rarest, highest, first }: BadgesCard): StoryBadge | null {
  return rarest ?? highest ?? first
}
