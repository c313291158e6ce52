import type { Achievement } from '../contract/achievements.ts'
import { translated } from '../language/language.ts'
import { type Filters, isNarrowed, SORTS, type Sort } from './filters.ts'
import { metalOf, rank } from './metal.ts'
import { reachedAt } from './unlock-entries.ts'

/** Selects the badges of a profile page, and their order. */

export interface Selection {
  /** By category, or a single group named after the requested order. */
  groups: { name: string; badges: Achievement[] }[]
  sorted: boolean
  /** Whether badges still to earn may be folded: nobody asked for them, and there are earned ones to see. */
  folded: boolean
  /** Number of badges in all groups. */
  shown: number
  /** Hidden secrets reveal nothing, so only their number is kept. */
  secretCount: number
}

/**
 * Returns the badges that pass the filters. By default they are grouped by category in catalog order: earned ones
 * first, highest tier first, then those closest to their next. Secrets have no category and no text, so a category or a
 * search excludes them.
 */
export function select(achievements: readonly Achievement[], filters: Filters): Selection {
  const { category, state, q, sort } = filters
  const passes = achievements.filter((achievement) => !state || achievement.state === state)
  const badges = passes.filter(
    (achievement) =>
      achievement.state !== 'secret' &&
      (!category || achievement.category === category) &&
      (!q || matches(achievement, q)),
  )
  const secrets = passes.filter((achievement) => achievement.state === 'secret')
  return {
    groups: sort ? oneGroup(badges, sort) : byCategory(badges),
    sorted: sort !== undefined,
    folded: !isNarrowed(filters) && sort === undefined && badges.some(({ unlocked }) => unlocked),
    shown: badges.length,
    secretCount: category || q ? 0 : secrets.length,
  }
}

function oneGroup(badges: Achievement[], sort: Sort): Selection['groups'] {
  const name = SORTS.find(({ value }) => value === sort)?.label ?? ''
  return badges.length === 0 ? [] : [{ name, badges: badges.sort(COMPARE[sort]) }]
}

function byCategory(badges: readonly Achievement[]): Selection['groups'] {
  const categories = new Map<string, Achievement[]>()
  for (const achievement of badges) {
    const known = categories.get(achievement.category)
    if (known) known.push(achievement)
    else categories.set(achievement.category, [achievement])
  }
  return [...categories].map(([name, group]) => ({ name, badges: group.sort(proudestFirst) }))
}

/** Whether a badge's text, in English or the reader's language, contains every word, ignoring case. */
function matches({ name, description, criteria, category, tier }: Achievement, q: string): boolean {
  const said = [description, criteria, category]
  const text = [name, ...said, ...said.map(translated), tier ?? ''].join('\n').toLowerCase()
  return q
    .toLowerCase()
    .split(' ')
    .every((word) => text.includes(word))
}

function proudestFirst(a: Achievement, b: Achievement): number {
  return rank(metalOf(b)) - rank(metalOf(a)) || b.progress_pct - a.progress_pct
}

function nameFirst(a: Achievement, b: Achievement): number {
  return a.name.localeCompare(b.name, 'en')
}

/** Returns the progress to the next tier in percent; those without one sort last. */
function closeness({ progress_pct }: Achievement): number {
  return progress_pct === 100 ? -1 : progress_pct
}

const COMPARE: Readonly<Record<Sort, (a: Achievement, b: Achievement) => number>> = {
  closest: (a, b) => closeness(b) - closeness(a) || nameFirst(a, b),
  tier: (a, b) => proudestFirst(a, b) || nameFirst(a, b),
  name: nameFirst,
  newest: (a, b) => (reachedAt(b) ?? 0) - (reachedAt(a) ?? 0) || proudestFirst(a, b),
}
