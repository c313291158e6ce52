import type { Achievement } from '../contract/achievements.ts'
import { metalOf, rank } from './medal.tsx'

/** Which badges a profile page shows, and in what order. */

/** What a page is narrowed to. Absent means all. */
export interface Filters {
  category?: string
  state?: string
}

/** The filters in the query of an address. */
export function filtersIn(query: URLSearchParams): Filters {
  const [category, state] = [query.get('category'), query.get('state')]
  return { ...(category ? { category } : {}), ...(state ? { state } : {}) }
}

/** Filters as the query of an address, with its question mark; empty for none. */
export function queryOf({ category, state }: Filters): string {
  const query = new URLSearchParams()
  if (category) query.set('category', category)
  if (state) query.set('state', state)
  const search = query.toString()
  return search ? `?${search}` : ''
}

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
