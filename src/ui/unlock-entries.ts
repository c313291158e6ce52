import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'

/** Something that was earned: an achievement unlocked, or a further tier of it reached. */
export interface UnlockEntry {
  achievement: Achievement
  /** null for an achievement without tiers. */
  tier: TierName | null
  /** Unix seconds. */
  at: number
}

/** What was earned, the latest first, at most `limit`; of one moment the higher tier first. */
export function unlockEntries({ achievements }: AchievementsPayload, limit: number): UnlockEntry[] {
  return achievements
    .filter(({ unlocked }) => unlocked)
    .flatMap((achievement): UnlockEntry[] => {
      const { tier_history, unlocked_at, tier } = achievement
      if (tier_history.length > 0) {
        return tier_history
          .map((reached) => ({ achievement, tier: reached.tier, at: reached.reached_at }))
          .reverse()
      }
      return unlocked_at === null ? [] : [{ achievement, tier, at: unlocked_at }]
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
}

/** When an achievement was last reached, a further tier included; null for one that is open. */
export function reachedAt({ unlocked, tier_history, unlocked_at }: Achievement): number | null {
  return unlocked ? (tier_history.at(-1)?.reached_at ?? unlocked_at) : null
}

/** `Let Him Cook: Gold`, or the name alone where there are no tiers. */
export function entryTitle({ achievement, tier }: UnlockEntry): string {
  return tier === null ? achievement.name : `${achievement.name}: ${tier}`
}
