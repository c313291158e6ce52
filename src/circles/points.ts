import type { Achievement } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'

/** A tier of a badge, or a badge without tiers, and when it was reached. */
export interface Reached {
  badge: string
  tier: TierName | null
  /** Unix seconds. */
  at: number
}

/** Each tier is worth twice the one below it: it takes about that much more to reach. */
const TIER_POINTS: Readonly<Record<TierName, number>> = {
  Copper: 10,
  Silver: 20,
  Gold: 40,
  Diamond: 80,
  Olympian: 160,
}

/** As much as the tier in the middle. */
const UNTIERED_POINTS = TIER_POINTS.Gold

/** Returns what reaching a tier is worth in a circle; null: a badge without tiers. */
export function pointsOf(tier: TierName | null): number {
  return tier === null ? UNTIERED_POINTS : TIER_POINTS[tier]
}

/** Returns every tier that a published view has reached, and nothing else of it. */
export function reachedIn(achievements: readonly Achievement[]): Reached[] {
  return achievements.flatMap(({ id, unlocked, unlocked_at, tier_history }): Reached[] => {
    if (!unlocked) return []
    if (tier_history.length === 0) {
      return unlocked_at === null ? [] : [{ badge: id, tier: null, at: unlocked_at }]
    }
    return tier_history.map(({ tier, reached_at }) => ({ badge: id, tier, at: reached_at }))
  })
}
