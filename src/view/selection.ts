import type { Achievement, AchievementsQuery } from '../contract/achievements.ts'
import { TIER_NAMES } from '../engine/types.ts'

/** Filters and sorts achievements by the query of `GET achievements`. Without a sort, the order is kept. */
export function selectAchievements(
  achievements: readonly Achievement[],
  query: AchievementsQuery,
): Achievement[] {
  const { state, category, sort_by, order, limit } = query
  const chosen = achievements.filter(
    (item) =>
      (!state || item.state === state) &&
      (!category || item.category.toLowerCase() === category.toLowerCase()),
  )
  if (sort_by) {
    // By default names ascend and everything else descends.
    const sign = (order ?? (sort_by === 'name' ? 'asc' : 'desc')) === 'asc' ? 1 : -1
    chosen.sort((a, b) => sign * COMPARE[sort_by](a, b))
  }
  return chosen.slice(0, limit)
}

type Compare = (a: Achievement, b: Achievement) => number

const COMPARE: Readonly<Record<NonNullable<AchievementsQuery['sort_by']>, Compare>> = {
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  tier: by((item) => (item.tier === null ? -1 : TIER_NAMES.indexOf(item.tier))),
  progress: by((item) => item.progress_pct),
  evidence: by((item) => item.evidence?.value ?? -1),
  unlocked_at: by((item) => item.unlocked_at ?? -1),
}

function by(value: (item: Achievement) => number): Compare {
  return (a, b) => value(a) - value(b)
}

/** Returns the unlocked achievements, newest first, at most `limit`. */
export function recentUnlocks(achievements: readonly Achievement[], limit: number): Achievement[] {
  return selectAchievements(achievements, { state: 'unlocked', sort_by: 'unlocked_at', limit })
}
