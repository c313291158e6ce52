import type { Achievement } from '../contract/achievements.ts'
import type { TierName } from '../engine/types.ts'
import { t } from '../language/language.ts'
import { missingMeasured } from './units.ts'

/** An achievement in progress, and what it lacks. */
export interface Next {
  achievement: Achievement
  /** Progress in percent. */
  progress: number
  /** What remains to which tier; null if it has conditions instead. */
  missing: { count: number; tier: TierName } | null
}

/** Number shown: enough to choose from, few enough to take in. */
const NEXT_SHOWN = 4

/** Returns the achievements and tiers closest to being earned, closest first. Never hidden secrets. */
export function nextUp(achievements: readonly Achievement[]): Next[] {
  return achievements
    .filter(isOnItsWay)
    .sort((a, b) => b.progress_pct - a.progress_pct)
    .slice(0, NEXT_SHOWN)
    .map(wayOf)
}

/** Whether it is begun but not complete. Hidden ones never are, whatever a view says. */
export function isOnItsWay({ state, unlocked, next_tier, progress_pct }: Achievement): boolean {
  const begun = progress_pct > 0 && progress_pct < 100
  return begun && (state === 'discovered' || (unlocked && next_tier !== null))
}

/**
 * Returns the metal that progress is drawn in, on pages and in pictures: of the tier it leads to, of the last tier once
 * that is reached, and of badges without tiers.
 */
export function progressMetal({ next_tier, tier }: Achievement): TierName | 'earned' {
  return next_tier ?? tier ?? 'earned'
}

/** Returns an achievement's progress, and what its next tier lacks. */
export function wayOf(achievement: Achievement): Next {
  const { progress, progress_pct, next_tier, next_threshold, tiers } = achievement
  const counted = tiers !== undefined && next_tier !== null && next_threshold !== null
  return {
    achievement,
    progress: progress_pct,
    missing: counted ? { count: Math.max(0, next_threshold - progress), tier: next_tier } : null,
  }
}

/** `12 more Git commands`: what the next tier lacks, in its own unit. */
export function missingLine({ achievement, missing }: Next): string {
  if (missing === null) return t('{n} % of the conditions met', { n: achievement.progress_pct })
  return missingMeasured(missing.count, achievement.threshold_metric)
}
