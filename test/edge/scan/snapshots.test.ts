import { beforeAll, beforeEach, expect, it } from 'vitest'
import { EXPECTED } from '../histories.ts'
import {
  aggregateOf,
  askedToRescan,
  clientOf,
  expectFigures,
  newProfile,
  payloadOf,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  storedChunks,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() => withSettings({ SLICE_SESSIONS: 20, CHUNK_CACHE_BYTES: 2_097_152 }))
beforeEach(stopTheClock)

it('ends the running scan on the snapshot it began with, then scans the one that came meanwhile', async () => {
  const id = await newProfile()
  await upload(id, 'today')
  await ring(id)
  await ring(id)
  const pinned = await storedChunks(id)
  expect(await upload(id, 'edges')).toMatchObject({ scan: 'queued', unchanged: false })
  while ((await statusOf(id)).run_count === 1) {
    await ring(id)
    // What the running scan reads is not collected.
    expect(await storedChunks(id)).toEqual(expect.arrayContaining(pinned))
  }
  expect(await aggregateOf(id)).toEqual(EXPECTED.today.aggregate)
  await settle(id)
  expect(await aggregateOf(id)).toEqual(EXPECTED.edges.aggregate)
  expect(await statusOf(id)).toMatchObject({ run_count: 2, failed_count: 0, state: 'idle' })
})

it('scans the latest of several snapshots that came while a scan ran', async () => {
  const id = await newProfile()
  await upload(id, 'edges')
  await ring(id)
  await upload(id, 'fuzz')
  await upload(id, 'todayOlder')
  await settle(id)
  expect(await aggregateOf(id)).toEqual(EXPECTED.todayOlder.aggregate)
  expect(await statusOf(id)).toMatchObject({ run_count: 2 })
})

it('has nothing to scan when the same history comes again', async () => {
  const id = await scannedProfile('todayOlder')
  expect(await upload(id, 'todayOlder')).toMatchObject({ unchanged: true, scan: 'none' })
  expect(await statusOf(id)).toMatchObject({ run_count: 1, state: 'idle' })
})

it('goes back to a snapshot of before when the next one was scanned only in part', async () => {
  const id = await scannedProfile('todayOlder')
  await upload(id, 'edges')
  for (let rings = 0; rings < 3; rings++) await ring(id)
  await upload(id, 'todayOlder')
  await settle(id)
  expect(await aggregateOf(id)).toEqual(EXPECTED.todayOlder.aggregate)
})

it('forgets unlocks, view and checkpoints on a reset in the middle of a scan, and scans again when asked', async () => {
  const id = await scannedProfile('todayOlder')
  await upload(id, 'edges')
  await ring(id)
  await ring(id)
  await clientOf(id).profile.reset()
  for (const table of ['unlocks', 'checkpoints', 'scan_queue']) {
    expect(await rowsOf(id, `SELECT * FROM ${table}`)).toEqual([])
  }
  expect((await payloadOf(id)).scan_meta.mode).toBe('pending')
  await settle(id)
  await expectFigures(id, EXPECTED.edges)
})

it('keeps what was mastered beside the unlocks, and forgets it with them', async () => {
  const id = await scannedProfile('todayOlder')
  const unlocked = (await payloadOf(id)).achievements.find((achievement) => achievement.unlocked)
  // As if the category had had no other badge.
  const mastery = JSON.stringify({ Lifestyle: [unlocked?.id] })
  await rowsOf(id, `INSERT INTO documents (name, value) VALUES ('mastery', '${mastery}')`)
  const { answer } = await askedToRescan(id)
  await settle(id)
  await answer
  const mastered_at = unlocked?.unlocked_at
  expect((await payloadOf(id)).mastered).toMatchObject([{ category: 'Lifestyle', mastered_at }])
  await clientOf(id).profile.reset()
  expect(await rowsOf(id, `SELECT * FROM documents WHERE name = 'mastery'`)).toEqual([])
  await settle(id)
  expect((await payloadOf(id)).mastered).toBeUndefined()
})
