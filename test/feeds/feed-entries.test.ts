import { expect, it } from 'vitest'
import { feedEntries } from '../../src/feeds/feed-entries.ts'
import { unlocked, viewOf } from '../pages/made-views.ts'

const DAY = 86_400
const reached = (
  tier: 'Copper' | 'Silver' | 'Gold',
  reached_at: number,
  recorded_at?: number,
  imported?: true,
) => ({
  ...{ tier, reached_at },
  ...(recorded_at === undefined ? {} : { recorded_at }),
  ...(imported ? { imported } : {}),
})

it('has one entry for an import, the proudest first, and one for each unlock after it, dated when it was earned', () => {
  const later = [reached('Copper', 2 * DAY, 100 * DAY, true), reached('Silver', 101 * DAY, 102 * DAY)]
  const entries = feedEntries(
    viewOf([
      unlocked('small', 'Silver', { tier_history: later }),
      unlocked('proud', 'Gold', {
        tier_history: [reached('Copper', DAY, 100 * DAY, true), reached('Gold', 3 * DAY, 100 * DAY, true)],
      }),
    ]),
  )
  expect(entries).toMatchObject([
    { key: 'small-Silver', achievement: 'small', earnedAt: 101 * DAY, recordedAt: 102 * DAY },
    {
      key: `import-${100 * DAY}`,
      title: '2 badges from a history',
      achievement: null,
      recordedAt: 100 * DAY,
    },
  ])
  expect(entries[1]?.text).toMatch(/^[^,]*: Gold, [^,]*: Copper\.$/)
})

it('keeps the entries that were out before imports were summed up', () => {
  const [entry] = feedEntries(
    viewOf([unlocked('old', 'Copper', { tier_history: [reached('Copper', 5 * DAY)] })]),
  )
  expect(entry).toMatchObject({ key: 'old-Copper', earnedAt: 5 * DAY, recordedAt: 5 * DAY })
})
