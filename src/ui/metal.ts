import type { Achievement } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import type { Growth } from './wreath-shape.ts'

/** What an achievement is shown as: a tier, `earned` for an unlocked one without tiers, `open`, or `secret`. */
export type Metal = TierName | 'earned' | 'open' | 'secret'

/** The size of each one's wreath; 0 for none. */
export const GROWTH: Readonly<Record<Metal, Growth | 0>> = {
  Copper: 1,
  Silver: 2,
  Gold: 3,
  Diamond: 4,
  Olympian: 5,
  earned: 5,
  open: 0,
  secret: 0,
}

export function metalOf(achievement: Achievement): Metal {
  if (achievement.state === 'secret') return 'secret'
  if (!achievement.unlocked) return 'open'
  return achievement.tier ?? 'earned'
}

/** The class that carries a metal's colours. */
export function metalClass(metal: Metal): string {
  return `metal-${metal.toLowerCase()}`
}

/** Returns the rank: 0 for not earned, 1 for earned without a tier, 2 (Copper) to 6 (Olympian). */
export function rank(metal: Metal): number {
  if (metal === 'open' || metal === 'secret') return 0
  return metal === 'earned' ? 1 : TIER_NAMES.indexOf(metal) + 2
}
