import { expect, it } from 'vitest'
import type { AchievementsPayload } from '../../src/contract/achievements.ts'
import { aggregateSessions, figures } from '../../src/engine/aggregate.ts'
import { summaryOf } from '../../src/view/summary.ts'
import { session } from '../engine/sessions.ts'
import { published } from './made-achievements.ts'

const unlocked = { state: 'unlocked' as const, unlocked: true }

function payload(achievements: AchievementsPayload['achievements']): AchievementsPayload {
  return {
    ...{ achievements, unlocked_count: 4, discovered_count: 3, secret_count: 2, total_count: 9 },
    ...{ generated_at: 7, is_stale: false, error: null, provenance: 'mixed' as const },
    scan_meta: {
      ...{ mode: 'full', sessions_total: 0, sessions_rescanned: 0, sessions_reused: 0 },
      ...{ sessions_scanned_so_far: 0, sessions_expected_total: 0 },
    },
  }
}

const ALL = [
  published('a', { ...unlocked, category: 'One', tier: 'Silver' }),
  published('b', { category: 'One', progress_pct: 51 }),
  published('c', { ...unlocked, category: 'Two', tier: 'Gold' }),
  published('d', { ...unlocked, category: 'Two', tier: null }),
  published('e', { category: 'Three', progress_pct: 90 }),
  published('secret_1', { category: 'Hidden', state: 'secret' }),
]

it('names strengths by their unlocks and gaps by their progress, and no secret', () => {
  const aggregate = figures(aggregateSessions([session({ tool_call_count: 12 })], 'UTC'))
  expect(summaryOf(payload(ALL), aggregate)).toEqual({
    ...{ unlocked_count: 4, discovered_count: 3, secret_count: 2, total_count: 9, generated_at: 7 },
    ...{ total_sessions: 1, total_tool_calls: 12, top_tier: 'Gold', unlocked_ids: ['a', 'c', 'd'] },
    provenance: 'mixed',
    strengths: [
      { category: 'Two', unlocked: 2, total: 2 },
      { category: 'One', unlocked: 1, total: 2 },
    ],
    gaps: [
      { category: 'Three', unlocked: 0, total: 1, progress_pct: 90 },
      { category: 'One', unlocked: 1, total: 2, progress_pct: 75 },
    ],
  })
})

it('is all zeroes before there is a view', () => {
  expect(summaryOf(payload([]), null)).toMatchObject({
    ...{ total_sessions: 0, total_tool_calls: 0, top_tier: null, strengths: [], gaps: [], unlocked_ids: [] },
  })
})
