import { describe, expect, it } from 'vitest'
import type { AchievementsQuery } from '../../src/contract/achievements.ts'
import { recentUnlocks, selectAchievements } from '../../src/view/selection.ts'
import { published } from './made-achievements.ts'

const unlocked = { state: 'unlocked' as const, unlocked: true }
const ALL = [
  published('b', { ...unlocked, name: 'Beta', tier: 'Gold', unlocked_at: 5, evidence: { value: 3 } }),
  published('a', { name: 'Alpha', category: 'Lifestyle', progress_pct: 50 }),
  published('d', { ...unlocked, name: 'Delta', tier: 'Olympian', unlocked_at: 9, evidence: { value: 8 } }),
  published('c', { name: 'Gamma', state: 'secret', progress_pct: 10 }),
  published('e', { ...unlocked, name: 'Epsilon', tier: null, unlocked_at: 5, evidence: null }),
]
const ids = (query: AchievementsQuery) => selectAchievements(ALL, query).map(({ id }) => id)

describe('a selection', () => {
  it('leaves everything as it is unless asked', () => {
    expect(ids({})).toEqual(['b', 'a', 'd', 'c', 'e'])
  })

  it('filters by state and by category, however that is written', () => {
    expect(ids({ state: 'unlocked' })).toEqual(['b', 'd', 'e'])
    expect(ids({ category: 'lifeSTYLE' })).toEqual(['a'])
    expect(ids({ state: 'secret', category: 'Lifestyle' })).toEqual([])
  })

  it.each<[AchievementsQuery, string[]]>([
    [{ sort_by: 'name' }, ['a', 'b', 'd', 'e', 'c']],
    [{ sort_by: 'name', order: 'desc' }, ['c', 'e', 'd', 'b', 'a']],
    [{ sort_by: 'tier' }, ['d', 'b', 'a', 'c', 'e']],
    [{ sort_by: 'tier', order: 'asc' }, ['a', 'c', 'e', 'b', 'd']],
    [{ sort_by: 'progress' }, ['a', 'c', 'b', 'd', 'e']],
    [{ sort_by: 'evidence' }, ['d', 'b', 'a', 'c', 'e']],
    [{ sort_by: 'unlocked_at' }, ['d', 'b', 'e', 'a', 'c']],
  ])('sorts %j, equals in their order', (query, expected) => {
    expect(ids(query)).toEqual(expected)
  })

  it('ends after the limit, behind filter and sort', () => {
    expect(ids({ state: 'unlocked', sort_by: 'unlocked_at', limit: 1 })).toEqual(['d'])
  })

  it('leaves the list that it is given alone', () => {
    selectAchievements(ALL, { sort_by: 'name' })
    expect(ALL.map(({ id }) => id)).toEqual(['b', 'a', 'd', 'c', 'e'])
  })
})

it('gives the latest unlocks, newest first, at most so many', () => {
  expect(recentUnlocks(ALL, 2).map(({ id }) => id)).toEqual(['d', 'b'])
})
