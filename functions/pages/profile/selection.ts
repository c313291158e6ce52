import type { Achievement } from '../../../src/contract/achievements.ts'
import { metalOf, rank } from '../parts/medal.tsx'
import type { Filters } from '../paths.ts'

/** Which badges a profile page shows, and in what order. */

export const STATES = [
  { value: 'unlocked', label: 'Unlocked' },
  { value: 'discovered', label: 'Discovered' },
  { value: 'secret', label: 'Secret' },
] as const

export interface Selection {
  categories: { name: string; badges: Achievement[] }[]
  /** Nothing of a hidden secret is known but that it exists, so only their number is kept. */
  secretCount: number
}

/**
 * The badges that pass the filters, by category in catalog order: earned ones first, the highest tier
 * leading, then those that are closest to their next. Secrets have no category, so naming one leaves them out.
 */
export function select(achievements: readonly Achievement[], filters: Filters): Selection {
  const passes = achievements.filter((achievement) => !filters.state || achievement.state === filters.state)
  const categories = new Map<string, Achievement[]>()
  for (const achievement of passes) {
    if (achievement.state === 'secret') continue
    if (filters.category && achievement.category !== filters.category) continue
    const badges = categories.get(achievement.category)
    if (badges) badges.push(achievement)
    else categories.set(achievement.category, [achievement])
  }
  return {
    categories: [...categories].map(([name, badges]) => ({ name, badges: badges.sort(proudestFirst) })),
    secretCount: filters.category ? 0 : passes.filter(({ state }) => state === 'secret').length,
  }
}

function proudestFirst(a: Achievement, b: Achievement): number {
  return rank(metalOf(b)) - rank(metalOf(a)) || b.progress_pct - a.progress_pct
}
