import { env } from 'cloudflare:test'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { LaurelError } from '../../../src/errors.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { ProfileStore } from '../../../src/storage/profile-store.ts'
import { EXPECTED } from '../histories.ts'
import {
  alarmOf,
  askedToRescan,
  clientOf,
  expectFigures,
  newProfile,
  nowSeconds,
  pass,
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

beforeAll(() =>
  withSettings({ SLICE_SESSIONS: 20, PARTIAL_VIEW_EVERY_SESSIONS: 20, CHUNK_CACHE_BYTES: 2_097_152 }),
)
beforeEach(stopTheClock)

const MISSING = 'A part of the uploaded history is missing.'

/** Makes the store lose every chunk from now on, or those after this many. */
function loseChunks(after = 0) {
  const get = ChunkStore.prototype.get
  let fetched = 0
  return vi.spyOn(ChunkStore.prototype, 'get').mockImplementation(function (this: ChunkStore, ...range) {
    fetched += 1
    if (fetched > after) return Promise.reject(new LaurelError('storage_unavailable', MISSING))
    return get.call(this, ...range)
  })
}

describe('a refresh that fails', () => {
  it('keeps the last finished view up, stale, with the error, whatever partial views there were', async () => {
    const id = await scannedProfile('edges')
    const before = await payloadOf(id)
    await upload(id, 'history')
    let partial = false
    while (!partial) {
      await ring(id)
      partial = (await payloadOf(id)).scan_meta.mode === 'in_progress'
    }
    loseChunks()
    await settle(id)
    const after = await payloadOf(id)
    expect(after).toMatchObject({ is_stale: true, error: MISSING, generated_at: before.generated_at })
    expect(after.achievements).toEqual(before.achievements)
    expect(await statusOf(id)).toMatchObject({ state: 'failed', last_error: MISSING, failed_count: 1 })
    vi.restoreAllMocks()
    pass(5)
    await settle(id)
    expect(await payloadOf(id)).toMatchObject({ error: null, is_stale: false })
    expect(await statusOf(id)).toMatchObject({ state: 'idle', last_error: null, failed_count: 1 })
  })

  it('is tried again with growing pauses, a request in between sets nothing off, and success clears the error', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    const losing = loseChunks()
    const pauses: number[] = []
    for (let attempt = 1; attempt <= 12; attempt++) {
      await settle(id)
      expect((await payloadOf(id)).scan_meta.status).toMatchObject({ state: 'failed', failed_count: attempt })
      const pause = ((await alarmOf(id)) ?? 0) / 1000 - nowSeconds()
      pauses.push(Math.round(pause))
      pass(pause)
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600])
    losing.mockRestore()
    await settle(id)
    expect(await statusOf(id)).toMatchObject({ state: 'idle', last_error: null, failed_count: 12 })
    await expectFigures(id, EXPECTED.edges)
  })
})

describe('a first scan that fails', () => {
  it('answers the pending payload with the error', async () => {
    const id = await newProfile()
    await upload(id, 'history')
    loseChunks(30)
    await settle(id)
    expect(await payloadOf(id)).toMatchObject({
      error: MISSING,
      is_stale: true,
      unlocked_count: 0,
      total_count: CATALOG.length,
      generated_at: null,
      scan_meta: { mode: 'failed' },
    })
  })

  it('says nothing of an error that is not meant to be read', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    vi.spyOn(ChunkStore.prototype, 'get').mockRejectedValue(new Error('the text of a message'))
    await settle(id)
    const payload = await payloadOf(id)
    expect(payload.error).toBe('The scan failed.')
    expect(JSON.stringify(await rowsOf(id, 'SELECT * FROM documents'))).not.toContain('the text of a message')
  })

  it('tells the one who waits for it', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    const { answer } = await askedToRescan(id)
    loseChunks()
    await settle(id)
    await expect(answer).rejects.toMatchObject({ code: 'storage_unavailable', message: MISSING })
  })
})

it('an alarm that fails is tried again after growing pauses, and logged by its kind alone', async () => {
  const id = await scannedProfile('edges')
  const logged = vi.spyOn(console, 'warn')
  const collecting = vi.spyOn(ChunkStore.prototype, 'collect').mockRejectedValue(new Error('canary'))
  await clientOf(id).sources.remove('default')
  await settle(id)
  const pauses: number[] = []
  for (let failed = 0; failed < 3; failed++) {
    const pause = ((await alarmOf(id)) ?? 0) / 1000 - nowSeconds()
    pauses.push(Math.round(pause))
    pass(pause)
    await settle(id)
  }
  expect(pauses).toEqual([5, 10, 20])
  expect(logged.mock.calls).toContainEqual([JSON.stringify({ event: 'alarm_failed', kind: 'Error' })])
  expect(JSON.stringify(logged.mock.calls)).not.toContain('canary')
  collecting.mockRestore()
  pass(40)
  await settle(id)
  expect(await storedChunks(id)).toEqual([])
})

it('a view that is stale is up while nothing can be written, and refreshed when that has passed', async () => {
  const id = await scannedProfile('edges')
  const before = await payloadOf(id)
  pass(3600)
  const full = vi.spyOn(ProfileStore.prototype, 'saveScanState').mockImplementation(() => {
    throw new Error('database or disk is full: SQLITE_FULL')
  })
  expect(await payloadOf(id)).toMatchObject({ is_stale: true, generated_at: before.generated_at })
  full.mockRestore()
  await payloadOf(id)
  await settle(id)
  expect(await payloadOf(id)).toMatchObject({ is_stale: false, generated_at: nowSeconds() })
})

it('loses no session when a slice can commit neither what it has read nor that it failed', async () => {
  const id = await newProfile()
  await upload(id, 'todayOlder')
  await ring(id)
  for (let slice = 0; slice < 3; slice++) {
    const commits = vi.spyOn(ProfileStore.prototype, 'saveScanState').mockImplementation(() => {
      throw new Error('database or disk is full: SQLITE_FULL')
    })
    await ring(id)
    commits.mockRestore()
    pass(60)
    await ring(id)
  }
  await settle(id)
  await expectFigures(id, EXPECTED.todayOlder)
})

it('takes all chunks of the same upload again after one was lost, and scans them', async () => {
  const id = await newProfile()
  await upload(id, 'history')
  const chunks = await storedChunks(id)
  const [lost] = chunks.slice(-1)
  await env.SNAPSHOTS.delete(lost ?? '')
  await settle(id)
  expect(await statusOf(id)).toMatchObject({ state: 'failed' })
  expect(await upload(id, 'history')).toMatchObject({ unchanged: true, scan: 'started' })
  await settle(id)
  await expectFigures(id, EXPECTED.history)
})
