import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import { ProfileStore } from '../../../src/storage/profile-store.ts'
import { EXPECTED } from '../histories.ts'
import {
  askedToRescan,
  expectFigures,
  isDue,
  newProfile,
  payloadOf,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() => withSettings({ SLICE_SESSIONS: 10, PARTIAL_VIEW_EVERY_SESSIONS: 20 }))
beforeEach(stopTheClock)

/** The payload after each slice of the running scan, without repetitions. */
async function watch(id: string): Promise<AchievementsPayload[]> {
  const seen: AchievementsPayload[] = []
  while ((await statusOf(id)).state === 'running') {
    await ring(id)
    const payload = await payloadOf(id)
    const last = seen.at(-1)?.scan_meta
    const { mode, sessions_scanned_so_far } = payload.scan_meta
    const isNew = last?.mode !== mode || last.sessions_scanned_so_far !== sessions_scanned_so_far
    if (isNew && mode !== 'pending') seen.push(payload)
  }
  return seen
}

describe('a background scan', () => {
  it('publishes a growing partial view every so many sessions, and none after the last', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    const seen = await watch(id)
    const progress = seen.map(({ scan_meta }) => [scan_meta.mode, scan_meta.sessions_scanned_so_far])
    expect(progress).toEqual([
      ['in_progress', 20],
      ['in_progress', 40],
      ['in_progress', 60],
      ['in_progress', 80],
      ['in_progress', 100],
      ['full', 110],
    ])
    for (const { scan_meta } of seen) expect(scan_meta.sessions_expected_total).toBe(110)
    await expectFigures(id, EXPECTED.history)
  })

  it('gives each publication a revision of its own', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    const revisions = new Set<unknown>()
    while ((await statusOf(id)).state === 'running') {
      await ring(id)
      const rows = await rowsOf(id, `SELECT value ->> 'revision' AS n FROM documents WHERE name LIKE '%view'`)
      for (const { n } of rows) revisions.add(n)
    }
    expect([...revisions]).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('shows what is reached in a partial view as stale, and records no unlock', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    const partial = (await watch(id)).filter(({ scan_meta }) => scan_meta.mode === 'in_progress')
    expect(Math.max(...partial.map(({ unlocked_count }) => unlocked_count))).toBeGreaterThan(5)
    for (const { is_stale, achievements } of partial) {
      expect(is_stale).toBe(true)
      expect(achievements.filter(({ unlocked_at }) => unlocked_at !== null)).toEqual([])
      expect(achievements.flatMap(({ tier_history }) => tier_history)).toEqual([])
    }
    // Only the finished scan did: all at one time.
    const records = await rowsOf(id, `SELECT DISTINCT record ->> 'recorded_at' AS at FROM unlocks`)
    expect(records).toEqual([{ at: (await statusOf(id)).finished_at }])
  })

  it('has recorded nothing by its last partial view', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    while ((await payloadOf(id)).scan_meta.sessions_scanned_so_far < 100) await ring(id)
    expect(await rowsOf(id, 'SELECT * FROM unlocks')).toEqual([])
  })

  it('ends as if nothing had been when its partial views cannot be published', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    const saveView = ProfileStore.prototype.saveView
    const refused = vi.spyOn(ProfileStore.prototype, 'saveView').mockImplementation(function (
      this: ProfileStore,
      view,
    ) {
      if (view.partial) throw new Error('no room')
      saveView.call(this, view)
    })
    const seen = await watch(id)
    expect(refused.mock.calls.filter(([view]) => view.partial).length).toBeGreaterThan(3)
    expect(seen.map(({ scan_meta }) => scan_meta.mode)).toEqual(['full'])
    await expectFigures(id, EXPECTED.history)
    expect(await statusOf(id)).toMatchObject({ failed_count: 0, run_count: 1 })
  })
})

it('publishes none while somebody waits', async () => {
  const id = await scannedProfile('history')
  const { answer } = await askedToRescan(id, true)
  const modes = new Set<string>()
  while (await isDue(id)) {
    await ring(id)
    modes.add((await payloadOf(id)).scan_meta.mode)
  }
  expect((await answer).done).toBe(true)
  expect([...modes]).toEqual(['full'])
})

it('keeps the unlocks of before in the partial views of a refresh', async () => {
  const id = await scannedProfile('history')
  const unlockedIds = (await payloadOf(id)).achievements.filter((item) => item.unlocked).map(({ id }) => id)
  await upload(id, 'edges')
  const partial = (await watch(id)).filter(({ scan_meta }) => scan_meta.mode === 'in_progress')
  expect(partial.length).toBeGreaterThan(0)
  for (const { achievements } of partial) {
    const recorded = achievements.filter(({ unlocked_at }) => unlocked_at !== null)
    expect(recorded.map(({ id }) => id).sort()).toEqual(unlockedIds.sort())
  }
  await settle(id)
})
