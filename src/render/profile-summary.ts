import type { Achievement } from '../contract/achievements.ts'
import type { CardView } from '../contract/cards.ts'
import { metalOf, rank } from '../ui/metal.ts'
import { isOnItsWay, type Next, wayOf } from '../ui/next.ts'
import { type Score, scoreOf } from '../ui/score.ts'
import { reachedAt } from '../ui/unlock-entries.ts'
import type { EarnedMetal } from './themes.ts'

/** What pictures say about a view. Hidden secrets are only counted. */
export interface ProfileSummary extends Score {
  unlocked: number
  total: number
  hidden: number
  /** The highest metal; null before the first. */
  metal: EarnedMetal | null
  /** Earned ones, the highest tier first, and the latest first within a tier. */
  proudest: Achievement[]
  next: Next | null
}

export function profileSummary({ achievements }: Pick<CardView, 'achievements'>): ProfileSummary {
  const proudest = achievements.filter(({ unlocked }) => unlocked).sort(proudestFirst)
  return {
    ...scoreOf({ achievements }),
    unlocked: proudest.length,
    total: achievements.length,
    hidden: achievements.filter(({ state }) => state === 'secret').length,
    metal: proudest[0] ? earnedMetalOf(proudest[0]) : null,
    proudest,
    next: nextOf(achievements),
  }
}

/** Returns the metal of an earned achievement. */
export function earnedMetalOf({ tier }: Achievement): EarnedMetal {
  return tier ?? 'earned'
}

function proudestFirst(a: Achievement, b: Achievement): number {
  return rank(metalOf(b)) - rank(metalOf(a)) || (reachedAt(b) ?? 0) - (reachedAt(a) ?? 0)
}

/** Returns the open achievement that is closest; if none has begun, the closest further tier. */
function nextOf(achievements: readonly Achievement[]): Next | null {
  const begun = achievements.filter(isOnItsWay)
  const open = begun.filter(({ unlocked }) => !unlocked)
  const further = begun.filter(({ unlocked }) => unlocked)
  const [closest] = [...(open.length > 0 ? open : further)].sort((a, b) => b.progress_pct - a.progress_pct)
  return closest ? wayOf(closest) : null
}

/** Returns an achievement by id; undefined if it is unknown or still hidden. */
export function shownAchievement({ achievements }: CardView, wanted: string): Achievement | undefined {
  return achievements.find(({ id, state }) => id === wanted && state !== 'secret')
}
