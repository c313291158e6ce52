import type { Achievement } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'
import { measured } from './units.ts'

/** An achievement on its way, and what is missing. */
export interface Next {
  achievement: Achievement
  /** In percent of the way. */
  progress: number
  /** How much more to which tier; null where conditions have to be met. */
  missing: { count: number; tier: TierName } | null
}

/** Of those that are on their way: enough to choose from, few enough to take in. */
const NEXT_SHOWN = 4

/** The achievements and further tiers that are closest, the closest first. Hidden secrets are never among them. */
export function nextUp(achievements: readonly Achievement[]): Next[] {
  return achievements
    .filter(isOnItsWay)
    .sort((a, b) => b.progress_pct - a.progress_pct)
    .slice(0, NEXT_SHOWN)
    .map(wayOf)
}

/** Begun and not at its end. What is hidden is never begun, whatever a view may say of it. */
export function isOnItsWay({ state, unlocked, next_tier, progress_pct }: Achievement): boolean {
  const begun = progress_pct > 0 && progress_pct < 100
  return begun && (state === 'discovered' || (unlocked && next_tier !== null))
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

/** `12 more Git commands`: what is missing to the next tier, in its own unit. */
export function missingLine({ achievement, missing }: Next): string {
  if (missing === null) return `${achievement.progress_pct} % of the conditions met`
  return measured(missing.count, achievement.threshold_metric, 'more ')
}
