import type { Achievement } from '../../src/contract/achievements.ts'
import type { EvaluatedAchievement, TierName } from '../../src/engine/types.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'

/** Returns a tiered achievement with thresholds 10, 20, 30, 40 and 50, measured at `progress`. */
export function evaluated(progress: number, over: Partial<EvaluatedAchievement> = {}): EvaluatedAchievement {
  const reached = Math.min(5, Math.floor(progress / 10))
  const tier: TierName | null = TIER_NAMES[reached - 1] ?? null
  const unlocked = tier !== null
  return {
    ...{ id: 'let_him_cook', name: 'Name', description: 'D', criteria: 'C', category: 'Agent Autonomy' },
    ...{ kind: 'best_session' as const, icon: 'flame', progress, tier, unlocked, discovered: true },
    tiers: TIER_NAMES.map((name, index) => ({ name, threshold: (index + 1) * 10 })),
    progress_pct: reached === 5 ? 100 : (progress % 10) * 10,
    next_tier: TIER_NAMES[reached] ?? null,
    next_threshold: Math.min(50, (reached + 1) * 10),
    state: unlocked ? 'unlocked' : 'discovered',
    ...(unlocked ? { evidence: { session_id: `s${progress}`, title: 'T', value: progress } } : {}),
    ...over,
  }
}

/** Returns an achievement in its published form. */
export function published(id: string, over: Partial<Achievement> = {}): Achievement {
  return { ...evaluated(0), id, unlocked_at: null, tier_history: [], ...over }
}
