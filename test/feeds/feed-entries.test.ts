import { describe, expect, it } from 'vitest'
import type { Achievement } from '../../src/contract/achievements.ts'
import { namedUuid } from '../../src/digest.ts'
import { feedEntries } from '../../src/feeds/feed-entries.ts'
import { unlocked, viewOf } from '../pages/made-views.ts'

const DAY = 86_400
const PROFILE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
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
const entriesOf = (achievements: Achievement[], uuidsSince = 0) =>
  feedEntries({ profileId: PROFILE, uuidsSince, view: viewOf(achievements) })

/** Three tiers that one scan counted, and one that another did. */
const SCANNED = [
  unlocked('some', 'Gold', {
    tier_history: [reached('Copper', DAY, 9 * DAY), reached('Silver', 2 * DAY, 9 * DAY + 0.5)],
  }),
  unlocked('other', 'Silver', {
    tier_history: [reached('Copper', 3 * DAY, 9 * DAY), reached('Silver', 19 * DAY, 20 * DAY)],
  }),
]

it('has one entry for an import, the proudest first, and one for each unlock after it, dated when it was earned', async () => {
  const later = [reached('Copper', 2 * DAY, 100 * DAY, true), reached('Silver', 101 * DAY, 102 * DAY)]
  const entries = await entriesOf([
    unlocked('small', 'Silver', { tier_history: later }),
    unlocked('proud', 'Gold', {
      tier_history: [reached('Copper', DAY, 100 * DAY, true), reached('Gold', 3 * DAY, 100 * DAY, true)],
    }),
  ])
  expect(entries).toMatchObject([
    { achievement: 'small', earnedAt: 101 * DAY, updated: '1970-04-13T00:00:00Z' },
    { title: '2 badges from a history', achievement: null, updated: '1970-04-11T00:00:00Z' },
  ])
  expect(entries[1]?.text).toMatch(/^[^,]*: Gold, [^,]*: Copper\.$/)
})

describe('an entry', () => {
  it('is named by a UUID of its profile, badge and tier', async () => {
    // The example of RFC 9562, appendix A.4.
    expect(await namedUuid(PROFILE, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
    const ids = (await entriesOf(SCANNED)).map(({ id }) => id)
    expect(ids[0]).toBe(`urn:uuid:${await namedUuid(PROFILE, 'other-Silver')}`)
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  })

  it('is updated at a moment of its own, in the order in which badges were earned', async () => {
    expect((await entriesOf(SCANNED)).map(({ updated }) => updated)).toEqual([
      '1970-01-21T00:00:00Z',
      '1970-01-10T00:00:00.002Z',
      '1970-01-10T00:00:00.001Z',
      '1970-01-10T00:00:00Z',
    ])
  })

  it('stays as it was if it came out before entries had UUIDs', async () => {
    const entries = await entriesOf(SCANNED, 10 * DAY)
    const out = { updated: '1970-01-10T00:00:00Z' }
    expect(entries.map(({ id, updated }) => ({ id, updated }))).toEqual([
      {
        id: `urn:uuid:${await namedUuid(PROFILE, 'other-Silver')}`,
        updated: '1970-01-21T00:00:00Z',
      },
      ...['some-Silver', 'other-Copper', 'some-Copper'].map((key) => ({
        ...{ id: `urn:uuid:${PROFILE}#${key}` },
        ...out,
      })),
    ])
    const dated = await entriesOf(
      [unlocked('old', 'Copper', { tier_history: [reached('Copper', 5 * DAY)] })],
      10 * DAY,
    )
    expect(dated).toMatchObject([{ id: `urn:uuid:${PROFILE}#old-Copper`, updated: '1970-01-06T00:00:00Z' }])
  })
})
