import { beforeEach, describe, expect, it } from 'vitest'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { plainDates } from '../../engine/plain-dates.ts'
import { EXPECTED } from '../histories.ts'
import { pass, payloadOf, scannedProfile, settle, statusOf, stopTheClock, upload } from './profiles.ts'

beforeEach(stopTheClock)

async function unlockedOf(id: string) {
  const { achievements } = await payloadOf(id)
  return new Map(achievements.filter(({ unlocked }) => unlocked).map((item) => [item.id, item]))
}

describe('an unlock', () => {
  it('is dated by the session that earned it, tier by tier, and recorded with its first tier and evidence', async () => {
    const id = await scannedProfile('history')
    const { finished_at } = await statusOf(id)
    const unlocked = await unlockedOf(id)
    const dates = plainDates(EXPECTED.history.sessions, 'UTC')
    expect(unlocked.size).toBe(EXPECTED.history.unlocked_count)
    for (const item of unlocked.values()) {
      expect(item.unlocked_at).toBe(dates.get(item.id)?.at)
      expect(item).toMatchObject({ recorded_at: finished_at, imported: true })
      expect(item.first_tier).toBe(item.tier)
      expect(item.tier_history.at(-1)?.tier ?? null).toBe(item.tier)
      for (const { tier, reached_at, recorded_at } of item.tier_history) {
        expect(reached_at).toBe(dates.get(`${item.id} ${tier}`)?.at)
        expect(recorded_at).toBe(finished_at)
      }
      if (item.kind === 'best_session') expect(item.evidence?.value).toBe(item.progress)
    }
  })

  it('stays, tier and all, when a smaller upload takes its figures away; progress shows the present one', async () => {
    const id = await scannedProfile('history')
    const before = await unlockedOf(id)
    pass(1000)
    await upload(id, 'edges')
    await settle(id)
    const after = await unlockedOf(id)
    const present = new Map(EXPECTED.edges.achievements.map((item) => [item.id, item]))
    const dates = plainDates(EXPECTED.edges.sessions, 'UTC')
    let fallen = 0
    for (const [achievement, was] of before) {
      const now = after.get(achievement)
      expect(now).toMatchObject({
        unlocked_at: dates.get(achievement)?.at ?? was.unlocked_at,
        recorded_at: was.recorded_at,
        first_tier: was.first_tier,
        state: 'unlocked',
        name: was.name,
        progress: present.get(achievement)?.progress,
      })
      const tiers = now?.tiers?.map(({ name }) => name) ?? []
      expect(tiers.indexOf(now?.tier ?? 'Copper')).toBeGreaterThanOrEqual(tiers.indexOf(was.tier ?? 'Copper'))
      if (present.get(achievement)?.unlocked === false) fallen += 1
    }
    expect(fallen).toBeGreaterThan(0)
  })

  it('gains a further tier when that is reached, and keeps its first', async () => {
    const id = await scannedProfile('edges')
    const before = await unlockedOf(id)
    pass(1000)
    await upload(id, 'history')
    await settle(id)
    const { finished_at } = await statusOf(id)
    const dates = plainDates(EXPECTED.history.sessions, 'UTC')
    const risen = [...(await unlockedOf(id)).values()].filter((item) => {
      const was = before.get(item.id)
      return was && was.tier !== item.tier
    })
    expect(risen.length).toBeGreaterThan(0)
    for (const item of risen) {
      const was = before.get(item.id)
      expect(item.first_tier).toBe(was?.tier)
      expect(item).toMatchObject({ unlocked_at: dates.get(item.id)?.at, recorded_at: was?.recorded_at })
      for (const [at, { tier, reached_at, recorded_at, imported }] of item.tier_history.entries()) {
        const known = was?.tier_history[at]
        expect(reached_at).toBe(dates.get(`${item.id} ${tier}`)?.at)
        expect(recorded_at).toBe(known ? known.recorded_at : finished_at)
        // What a later scan of the same history counts is news.
        expect(imported).toBe(known ? true : undefined)
      }
    }
  })
})

it('keeps a secret in the open that was earned once', async () => {
  const secrets = new Set(CATALOG.filter(({ secret }) => secret).map(({ id }) => id))
  const id = await scannedProfile('history')
  const earned = [...(await unlockedOf(id)).keys()].filter((achievement) => secrets.has(achievement))
  expect(earned.length).toBeGreaterThan(0)
  await upload(id, 'edges')
  await settle(id)
  const after = await unlockedOf(id)
  for (const achievement of earned) expect(after.get(achievement)?.name).not.toBe('???')
})
