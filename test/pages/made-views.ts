import type { Achievement, AchievementsPayload } from '../../src/contract/achievements.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'

/** Views made for the pages' tests. */

export const NOW = 1_790_000_000

const THRESHOLDS = [10, 1_000, 8_000, 20_000, 50_000]

export function open(id: string, change: Partial<Achievement> = {}): Achievement {
  return {
    id,
    name: `Name of ${id}`,
    description: `Description of ${id}.`,
    criteria: `Criteria of ${id}.`,
    category: 'Vibe Coding',
    kind: 'lifetime',
    icon: 'flame',
    state: 'discovered',
    unlocked: false,
    discovered: true,
    progress: 0,
    progress_pct: 0,
    tier: null,
    next_tier: 'Copper',
    next_threshold: 10,
    tiers: TIER_NAMES.map((name, step) => ({ name, threshold: THRESHOLDS[step] ?? 0 })),
    unlocked_at: null,
    tier_history: [],
    ...change,
  }
}

export function unlocked(
  id: string,
  tier: Achievement['tier'],
  change: Partial<Achievement> = {},
): Achievement {
  const reached = NOW - 3 * 3600
  return open(id, {
    state: 'unlocked',
    unlocked: true,
    tier,
    unlocked_at: reached,
    tier_history: tier === null ? [] : [{ tier, reached_at: reached }],
    ...change,
  })
}

/** An achievement without tiers, with part of its conditions met. */
export function conditional(id: string, change: Partial<Achievement> = {}): Achievement {
  const { tiers: _, ...rest } = open(id, {
    kind: 'multi_condition',
    progress: 40,
    progress_pct: 40,
    next_tier: null,
    next_threshold: 100,
    requirements: [
      { metric: 'git_events', gte: 50 },
      { metric: 'total_errors', gte: 1 },
    ],
  })
  return { ...rest, ...change }
}

/** A secret as no presenter may publish it: with everything that reveals it. */
export function leakySecret(id: string): Achievement {
  return open(id, {
    state: 'secret',
    discovered: false,
    secret: true,
    threshold_metric: `metric_of_${id}`,
    category: 'Leaky Category',
    icon: 'plug',
    next_threshold: 31_337,
  })
}

export function viewOf(
  achievements: Achievement[],
  change: Partial<AchievementsPayload> = {},
): AchievementsPayload {
  const count = (state: Achievement['state']) => achievements.filter((item) => item.state === state).length
  return {
    achievements,
    unlocked_count: count('unlocked'),
    discovered_count: count('discovered'),
    secret_count: count('secret'),
    total_count: achievements.length,
    generated_at: NOW - 60,
    is_stale: false,
    error: null,
    provenance: 'scanned',
    scan_meta: scanMeta('full', 8_564),
    ...change,
  }
}

export function scanMeta(
  mode: AchievementsPayload['scan_meta']['mode'],
  scanned: number,
): AchievementsPayload['scan_meta'] {
  return {
    mode,
    sessions_total: scanned,
    sessions_rescanned: scanned,
    sessions_reused: 0,
    sessions_scanned_so_far: scanned,
    sessions_expected_total: mode === 'pending' ? 0 : 8_564,
  }
}

/** A view with a category that is mastered, and two that got new badges since. */
export const MASTERED = viewOf(
  [
    unlocked('one', 'Gold', { category: 'Lifestyle' }),
    unlocked('two', 'Gold', { category: 'Research/Web' }),
    open('three', { category: 'Research/Web' }),
    unlocked('four', 'Gold'),
    open('five'),
    open('six'),
  ],
  {
    mastered: [
      { category: 'Vibe Coding', mastered_at: NOW - 3 * 3600, new_badges: 2 },
      { category: 'Research/Web', mastered_at: NOW - 3 * 3600, new_badges: 1 },
      { category: 'Lifestyle', mastered_at: NOW - 3 * 3600, new_badges: 0 },
    ],
  },
)
