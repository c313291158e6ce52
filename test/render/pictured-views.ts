import type { Achievement } from '../../src/contract/achievements.ts'
import type { ActivityYear, PicturedView } from '../../src/contract/cards.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { leakySecret, NOW, open, unlocked } from '../pages/made-views.ts'

export { NOW } from '../pages/made-views.ts'

const ICONS = ['flame', 'rocket', 'moon', 'key', 'compass', 'wine']

/** Returns a view with something of everything. */
export function cardView(change: Partial<PicturedView> = {}): PicturedView {
  return {
    handle: 'ada',
    page: `laurel.example/@${change.handle ?? 'ada'}`,
    time_zone: 'Europe/Berlin',
    revision: 7,
    generated_at: NOW - 3 * 3600,
    partial: false,
    sessions_total: 193,
    achievements: [
      ...TIER_NAMES.map((tier, index) =>
        unlocked(`tier-${index}`, tier, {
          icon: ICONS[index] ?? 'flame',
          name: `Winner of ${tier}`,
          progress: 200 + index,
          progress_pct: 40,
          next_tier: TIER_NAMES[index + 1] ?? null,
          next_threshold: index === 4 ? null : 1_000,
        }),
      ),
      feat('feat'),
      open('nearly', {
        name: 'Nearly There',
        progress: 7_150,
        progress_pct: 89,
        next_tier: 'Gold',
        next_threshold: 8_000,
      }),
      open('begun', { name: 'Just Begun', progress: 1, progress_pct: 10, next_threshold: 10 }),
      leakySecret('secret_1'),
      leakySecret('secret_2'),
    ],
    ...change,
  }
}

/** Returns an unlocked achievement without tiers. */
export function feat(id: string): Achievement {
  const { tiers: _none, ...item } = unlocked(id, null, {
    name: 'Full Send',
    next_tier: null,
    next_threshold: null,
  })
  return item
}

/** Returns a year with days of every level, the last of them on 2026-03-12. */
export function activeYear(): ActivityYear {
  const levels = Array.from({ length: 365 }, (_, day) =>
    Math.max(0, ((day * 11 + Math.floor(day ** 2 / 9)) % 14) - 9),
  )
  return { last: Date.UTC(2026, 2, 12) / 86_400_000, levels: levels.join('') }
}
