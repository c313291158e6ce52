import type { Achievement, AchievementsPayload, Mastered } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { metalOf, rank } from './metal.ts'

/** The summary at the top of a profile page. */

export interface Score {
  /** Olympian first, each with its number of achievements. */
  tiers: { tier: TierName; count: number }[]
  /** Unlocked achievements without tiers. */
  feats: number
  highest: Achievement | undefined
  latest: Latest[]
  /** In catalog order. Hidden secrets are in none. */
  categories: { name: string; unlocked: number; total: number; mastered?: Mastered }[]
}

/** An unlock or further tier, and when it was reached (Unix seconds). */
export interface Latest {
  achievement: Achievement
  tier: TierName | null
  reachedAt: number
}

const LATEST_SHOWN = 4

export function scoreOf(view: Pick<AchievementsPayload, 'achievements' | 'mastered'>): Score {
  const unlocked = view.achievements.filter((achievement) => achievement.unlocked)
  const tiers = [...TIER_NAMES].reverse().map((tier) => ({
    tier,
    count: unlocked.filter((achievement) => achievement.tier === tier).length,
  }))
  return {
    tiers,
    feats: unlocked.filter((achievement) => achievement.tier === null).length,
    highest: [...unlocked].sort(byRank)[0],
    latest: latestOf(unlocked),
    categories: categoriesOf(view),
  }
}

/** Sorts by highest tier; ties keep their order. */
function byRank(a: Achievement, b: Achievement): number {
  return rank(metalOf(b)) - rank(metalOf(a))
}

function latestOf(unlocked: readonly Achievement[]): Latest[] {
  return [...unlocked]
    .sort(byRank)
    .flatMap((achievement) => {
      const last = achievement.tier_history.at(-1)
      const reachedAt = last?.reached_at ?? achievement.unlocked_at
      return reachedAt === null ? [] : [{ achievement, tier: last?.tier ?? achievement.tier, reachedAt }]
    })
    .sort((a, b) => b.reachedAt - a.reachedAt)
    .slice(0, LATEST_SHOWN)
}

function categoriesOf({
  achievements,
  mastered,
}: Pick<AchievementsPayload, 'achievements' | 'mastered'>): Score['categories'] {
  const categories = new Map<string, Score['categories'][number]>()
  const masteryOf = (name: string) => {
    const known = mastered?.find(({ category }) => category === name)
    return known && { mastered: known }
  }
  for (const { state, category, unlocked } of achievements) {
    if (state === 'secret') continue
    const sums = categories.get(category) ?? { name: category, unlocked: 0, total: 0, ...masteryOf(category) }
    sums.total += 1
    if (unlocked) sums.unlocked += 1
    categories.set(category, sums)
  }
  return [...categories.values()]
}
