import type { Achievement, AchievementsPayload, Summary } from '../contract/achievements.ts'
import { type AggregateFigures, TIER_NAMES } from '../engine/types.ts'

/**
 * Returns a summary of the profile. Hidden secrets only count in `secret_count`: no category reveals how many it has.
 */
export function summaryOf(payload: AchievementsPayload, aggregate: AggregateFigures | null): Summary {
  const visible = payload.achievements.filter(({ state }) => state !== 'secret')
  const unlocked = visible.filter((item) => item.unlocked)
  const categories = [...new Set(visible.map(({ category }) => category))].map((category) => {
    const items = visible.filter((item) => item.category === category)
    return {
      category,
      unlocked: items.filter((item) => item.unlocked).length,
      total: items.length,
      progress_pct: Math.floor(items.reduce((sum, item) => sum + shareDone(item), 0) / items.length),
    }
  })
  const { unlocked_count, discovered_count, secret_count, total_count, generated_at, provenance } = payload
  return {
    unlocked_count,
    discovered_count,
    secret_count,
    total_count,
    total_sessions: aggregate?.session_count ?? 0,
    total_tool_calls: aggregate?.total_tool_calls ?? 0,
    top_tier: TIER_NAMES.findLast((tier) => unlocked.some((item) => item.tier === tier)) ?? null,
    strengths: categories
      .filter((category) => category.unlocked > 0)
      .sort((a, b) => b.unlocked - a.unlocked)
      .map(({ category, unlocked, total }) => ({ category, unlocked, total })),
    gaps: categories
      .filter((category) => category.unlocked < category.total)
      .sort((a, b) => b.progress_pct - a.progress_pct),
    unlocked_ids: unlocked.map(({ id }) => id),
    provenance,
    generated_at,
  }
}

function shareDone(item: Achievement): number {
  return item.unlocked ? 100 : item.progress_pct
}
