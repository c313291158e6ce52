import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { eraseProfile } from '../../../functions/profile/lifecycle.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import {
  alarmOf,
  askedToRescan,
  clientOf,
  keyOf,
  newProfile,
  objectOf,
  ring,
  scannedProfile,
  stopTheClock,
  storedChunks,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() => withSettings({ SLICE_SESSIONS: 20, CHUNK_CACHE_BYTES: 2_097_152 }))
beforeEach(stopTheClock)

const tablesOf = (handle: string) =>
  runInDurableObject(objectOf(handle), (_object, { storage }) =>
    storage.sql.exec(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'`).toArray(),
  )

async function expectNothingLeft(handle: string): Promise<void> {
  expect(await tablesOf(handle)).toEqual([])
  expect(await storedChunks(handle)).toEqual([])
  expect(await alarmOf(handle)).toBeNull()
  expect(
    await env.REGISTRY.prepare('SELECT 1 FROM profiles WHERE handle = ?').bind(handle).first(),
  ).toBeNull()
}

it('leaves nothing in the object, in R2 and in the registry', async () => {
  const handle = await scannedProfile('history')
  expect(await storedChunks(handle)).not.toEqual([])
  await eraseProfile(env, keyOf(handle))
  await expectNothingLeft(handle)
})

it('does nothing more when an alarm still rings', async () => {
  const handle = await newProfile()
  await upload(handle, 'history')
  await eraseProfile(env, keyOf(handle))
  await runInDurableObject(objectOf(handle), (object) => object.alarm())
  await expectNothingLeft(handle)
  await expect(clientOf(handle).views.achievements(true)).rejects.toMatchObject({ code: 'profile_not_found' })
})

it('takes the ground from a slice that is at work, which then ends without a trace', async () => {
  const handle = await newProfile()
  await upload(handle, 'history')
  await ring(handle)
  const get = ChunkStore.prototype.get
  let goOn = false
  let waiting = false
  vi.spyOn(ChunkStore.prototype, 'get').mockImplementation(async function (this: ChunkStore, ...range) {
    const chunk = await get.call(this, ...range)
    waiting = true
    while (!goOn) await scheduler.wait(1)
    return chunk
  })
  const slice = ring(handle)
  while (!waiting) await scheduler.wait(1)
  await eraseProfile(env, keyOf(handle))
  goOn = true
  expect(await slice).toBe(true)
  await expectNothingLeft(handle)
})

it('refuses one who waits for a rescan, and one whose upload comes too late', async () => {
  const handle = await newProfile()
  await upload(handle, 'edges')
  const { answer } = await askedToRescan(handle)
  const begun = await clientOf(handle).uploads.begin(keyOf(handle).id, 'late')
  await eraseProfile(env, keyOf(handle))
  await expect(answer).rejects.toMatchObject({ code: 'profile_not_found' })
  const manifest = { size: 0, chunk_size: 1, chunks: [], sha256: '' }
  const late = clientOf(handle).uploads.commit(keyOf(handle).id, begun.id, 'late', manifest)
  await expect(late).rejects.toMatchObject({ code: 'profile_not_found' })
  await clientOf(handle).uploads.abandon(begun.id)
  await expectNothingLeft(handle)
})
