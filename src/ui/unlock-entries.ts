import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'

/** Something that was earned: an achievement unlocked, or a further tier of it reached. */
export interface UnlockEntry {
  achievement: Achievement
  /** null for an achievement without tiers. */
  tier: TierName | null
  /** When it was earned. Unix seconds. */
  at: number
  /** When a scan first counted it. Unix seconds. */
  recordedAt: number
  /** Counted by the first scan of a history, so it is no news. */
  imported: boolean
}

type Recorded = Pick<Achievement, 'recorded_at' | 'imported'>

/** What was earned, the latest first, at most `limit`; of one moment the higher tier first. */
export function unlockEntries(
  { achievements }: Pick<AchievementsPayload, 'achievements'>,
  limit: number,
): UnlockEntry[] {
  return achievements
    .filter(({ unlocked }) => unlocked)
    .flatMap((achievement): UnlockEntry[] => {
      const { tier_history, unlocked_at } = achievement
      if (tier_history.length > 0) {
        return tier_history
          .map((reached) => ({ achievement, tier: reached.tier, ...timesOf(reached.reached_at, reached) }))
          .reverse()
      }
      return unlocked_at === null ? [] : [{ achievement, tier: null, ...timesOf(unlocked_at, achievement) }]
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
}

function timesOf(at: number, { recorded_at = at, imported }: Recorded) {
  return { at, recordedAt: recorded_at, imported: imported === true }
}

/** When an achievement, or its highest tier, became news: null if it never was. */
export function newsAt(achievement: Achievement): number | null {
  const [latest] = unlockEntries({ achievements: [achievement] }, Number.POSITIVE_INFINITY)
  return latest && !latest.imported ? latest.recordedAt : null
}

/** When an achievement was last reached, a further tier included; null for one that is open. */
export function reachedAt({ unlocked, tier_history, unlocked_at }: Achievement): number | null {
  return unlocked ? (tier_history.at(-1)?.reached_at ?? unlocked_at) : null
}

/** `Let Him Cook: Gold`, or the name alone where there are no tiers. */
export function entryTitle({ achievement, tier }: UnlockEntry): string {
  return tier === null ? achievement.name : `${achievement.name}: ${tier}`
}
