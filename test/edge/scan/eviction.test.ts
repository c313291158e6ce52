import { abortAllDurableObjects } from 'cloudflare:test'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { EXPECTED, type GoldenName } from '../histories.ts'
import {
  alarmOf,
  clientOf,
  dropAlarm,
  expectFigures,
  newProfile,
  pass,
  payloadOf,
  ring,
  settle,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() => withSettings({ SLICE_SESSIONS: 10, CHUNK_CACHE_BYTES: 2_097_152 }))
beforeEach(stopTheClock)

async function expectOneWholeScan(id: string, name: GoldenName): Promise<void> {
  const { [name]: expected } = EXPECTED
  await expectFigures(id, expected)
  expect((await payloadOf(id)).scan_meta).toMatchObject({
    mode: 'full',
    sessions_total: expected.sessions.length,
    sessions_rescanned: expected.sessions.length,
    sessions_reused: 0,
  })
  expect(await statusOf(id)).toMatchObject({ run_count: 1, failed_count: 0, state: 'idle' })
}

describe('a scan whose object is evicted', () => {
  it('goes on where it was when that happens between any two slices', async () => {
    const id = await newProfile()
    await upload(id, 'todayOlder')
    for (let status = await statusOf(id); status.state === 'running'; status = await statusOf(id)) {
      await ring(id)
      await abortAllDurableObjects()
    }
    await expectOneWholeScan(id, 'todayOlder')
  })

  it.each([0, 3, 20, 45])('goes on from the last commit when that happens at chunk %i', async (wanted) => {
    const id = await newProfile()
    await upload(id, 'history')
    const fetchChunk = ChunkStore.prototype.get
    let fetched = 0
    vi.spyOn(ChunkStore.prototype, 'get').mockImplementation(function (this: ChunkStore, ...range) {
      fetched += 1
      return fetched > wanted ? new Promise(() => {}) : fetchChunk.call(this, ...range)
    })
    // What is evicted never answers.
    settle(id).catch(() => undefined)
    while (fetched <= wanted) await scheduler.wait(1)
    vi.restoreAllMocks()
    await abortAllDurableObjects()
    // The alarm went with the object.
    pass(61)
    await clientOf(id).scans.wake()
    await settle(id)
    await expectOneWholeScan(id, 'history')
  })
})

it('sets no alarm for the millisecond that it runs in, for workerd would lose it', async () => {
  const id = await newProfile()
  await upload(id, 'todayOlder')
  let slices = 0
  for (; (await statusOf(id)).state === 'running'; slices++) {
    expect(await alarmOf(id)).toBe(Date.now() + 1)
    await ring(id)
  }
  expect(slices).toBeGreaterThan(10)
  await expectOneWholeScan(id, 'todayOlder')
})

it('is left alone by a tick while it commits, and picked up once it has not for the lease', async () => {
  const id = await newProfile()
  await upload(id, 'todayOlder')
  await ring(id)
  await dropAlarm(id)
  pass(59)
  await clientOf(id).scans.wake()
  expect(await alarmOf(id)).toBeNull()
  pass(1)
  await clientOf(id).scans.wake()
  expect(await alarmOf(id)).not.toBeNull()
  await settle(id)
  await expectOneWholeScan(id, 'todayOlder')
})
