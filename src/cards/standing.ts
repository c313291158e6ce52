import type { Achievement } from '../contract/achievements.ts'
import type { CardView } from '../contract/cards.ts'
import type { TierName } from '../engine/types.ts'
import { metalOf, rank } from '../page/metal.ts'
import { type Score, scoreOf } from '../page/score.ts'
import type { Struck } from './themes.ts'

/** What pictures say of a view. Of hidden secrets it is their number alone. */
export interface Standing extends Score {
  unlocked: number
  total: number
  hidden: number
  /** The highest metal, null before the first. */
  metal: Struck | null
  /** Earned ones, the highest tier leading and the latest first within it. */
  proudest: Achievement[]
  next: Next | null
}

/** An achievement on its way, and what is missing. */
export interface Next {
  achievement: Achievement
  /** In percent of the way. */
  progress: number
  /** How much more to which tier; null where conditions have to be met. */
  missing: { count: number; tier: TierName } | null
}

export function standingOf({ achievements }: CardView): Standing {
  const proudest = achievements.filter(({ unlocked }) => unlocked).sort(proudestFirst)
  return {
    ...scoreOf({ achievements }),
    unlocked: proudest.length,
    total: achievements.length,
    hidden: achievements.filter(({ state }) => state === 'secret').length,
    metal: proudest[0] ? struckOf(proudest[0]) : null,
    proudest,
    next: nextOf(achievements),
  }
}

/** The metal of an earned achievement. */
export function struckOf({ tier }: Achievement): Struck {
  return tier ?? 'earned'
}

function proudestFirst(a: Achievement, b: Achievement): number {
  return rank(metalOf(b)) - rank(metalOf(a)) || reachedAt(b) - reachedAt(a)
}

function reachedAt({ tier_history, unlocked_at }: Achievement): number {
  return tier_history.at(-1)?.reached_at ?? unlocked_at ?? 0
}

/** The open achievement that is closest; where none has begun, the closest further tier. */
function nextOf(achievements: readonly Achievement[]): Next | null {
  const begun = (item: Achievement) => item.progress_pct > 0 && item.progress_pct < 100
  const open = achievements.filter((item) => item.state === 'discovered' && begun(item))
  const further = achievements.filter((item) => item.unlocked && item.next_tier !== null && begun(item))
  const [closest] = [...(open.length > 0 ? open : further)].sort((a, b) => b.progress_pct - a.progress_pct)
  return closest ? wayOf(closest) : null
}

/** How far an achievement has come, and what is missing to its next tier. */
export function wayOf(achievement: Achievement): Next {
  const { progress, progress_pct, next_tier, next_threshold, tiers } = achievement
  const counted = tiers !== undefined && next_tier !== null && next_threshold !== null
  return {
    achievement,
    progress: progress_pct,
    missing: counted ? { count: Math.max(0, next_threshold - progress), tier: next_tier } : null,
  }
}

/** The achievement of an id. One that is still hidden is as good as none. */
export function shownAchievement({ achievements }: CardView, wanted: string): Achievement | undefined {
  return achievements.find(({ id, state }) => id === wanted && state !== 'secret')
}
