import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'

/** An unlock: an achievement, or a further tier of it. */
export interface UnlockEntry {
  achievement: Achievement
  /** Null if it has no tiers. */
  tier: TierName | null
  /** When it was earned. Unix seconds. */
  at: number
  /** When a scan first recorded it. Unix seconds. */
  recordedAt: number
  /** Recorded by the first scan of a history, so it is not news. */
  imported: boolean
}

type Recorded = Pick<Achievement, 'recorded_at' | 'imported'>

/** Returns unlocks, latest first, at most `limit`; ties by higher tier. */
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

/** Returns when an achievement, or its highest tier, became news; null if it never was. */
export function newsAt(achievement: Achievement): number | null {
  const [latest] = unlockEntries({ achievements: [achievement] }, Number.POSITIVE_INFINITY)
  return latest && !latest.imported ? latest.recordedAt : null
}

/** Returns when an achievement last reached a tier or was unlocked; null if it is not earned. */
export function reachedAt({ unlocked, tier_history, unlocked_at }: Achievement): number | null {
  return unlocked ? (tier_history.at(-1)?.reached_at ?? unlocked_at) : null
}

/** `Let Him Cook: Gold`, or the name alone if it has no tiers. */
export function entryTitle({ achievement, tier }: UnlockEntry): string {
  return tier === null ? achievement.name : `${achievement.name}: ${tier}`
}
