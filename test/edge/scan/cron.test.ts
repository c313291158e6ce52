import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { configFrom } from '../../../src/config.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { ProfileStore } from '../../../src/storage/profile-store.ts'
import { Registry } from '../../../src/storage/registry.ts'
import { EXPECTED } from '../histories.ts'
import {
  alarmOf,
  clientOf,
  dropAlarm,
  expectFigures,
  idOf,
  keyOf,
  newProfile,
  nowSeconds,
  pass,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  storedChunks,
  upload,
} from './profiles.ts'

beforeEach(async () => {
  stopTheClock()
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await env.REGISTRY.prepare('DELETE FROM profiles').run()
})

const dueOf = (handle: string) =>
  env.REGISTRY.prepare('SELECT due_at FROM profiles WHERE handle = ?').bind(handle).first<number>('due_at')

const setDue = (handle: string, time: number) => new Registry(env.REGISTRY).setDue(keyOf(handle).id, time)

/** The registry is updated after the response. Waiting advances the clock. */
async function comesToBeDue(handle: string, time: number): Promise<void> {
  await vi.waitFor(async () => expect(await dueOf(handle)).toBe(time))
}

describe('a cron tick', () => {
  it('refreshes a view that is old, visited or not, and comes back as long after', async () => {
    const handle = await scannedProfile('edges')
    pass(3599)
    await tick(env, nowSeconds())
    expect(await statusOf(handle)).toMatchObject({ run_count: 1 })
    pass(1)
    await tick(env, nowSeconds())
    await settle(handle)
    expect(await statusOf(handle)).toMatchObject({ run_count: 2, state: 'idle', snapshot_age_seconds: 0 })
    await comesToBeDue(handle, nowSeconds() + 3600)
  })

  it('wakes what is due oldest first, in a bounded batch, and the rest at the next tick', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => newProfile()))
    for (const [index, handle] of ids.entries()) await setDue(handle, nowSeconds() - index)
    const bounded = { ...env, CRON_BATCH_PROFILES: 2 }
    const [newest, , middle, second, oldest] = ids
    await tick(bounded, nowSeconds())
    const later = nowSeconds() + 3600
    expect([await dueOf(oldest ?? ''), await dueOf(second ?? '')]).toEqual([later, later])
    expect(await dueOf(middle ?? '')).toBeLessThan(later)
    await tick(bounded, nowSeconds())
    expect(await dueOf(middle ?? '')).toBe(later)
    expect(await dueOf(newest ?? '')).toBeLessThan(later)
    await tick(bounded, nowSeconds())
    expect(await dueOf(newest ?? '')).toBe(later)
  })

  it('restarts a scan that lost its alarm', async () => {
    const handle = await newProfile()
    await upload(handle, 'history')
    await ring(handle)
    await dropAlarm(handle)
    await comesToBeDue(handle, nowSeconds() + 60)
    pass(60)
    await tick(env, nowSeconds())
    await settle(handle)
    await expectFigures(handle, EXPECTED.history)
    expect(await statusOf(handle)).toMatchObject({ run_count: 1 })
  })

  it('tries a failed scan again that lost its alarm', async () => {
    const handle = await newProfile()
    await upload(handle, 'edges')
    const losing = vi.spyOn(ChunkStore.prototype, 'get').mockRejectedValue(new Error())
    await settle(handle)
    losing.mockRestore()
    await dropAlarm(handle)
    await comesToBeDue(handle, nowSeconds() + 5)
    pass(5)
    await tick(env, nowSeconds())
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
  })

  it('ends a collection of chunks that lost its alarm', async () => {
    const handle = await scannedProfile('history')
    await upload(handle, 'edges')
    while ((await statusOf(handle)).state === 'running') await ring(handle)
    await dropAlarm(handle)
    const before = (await storedChunks(handle)).length
    await setDue(handle, nowSeconds())
    await tick(env, nowSeconds())
    expect(await alarmOf(handle)).not.toBeNull()
    await settle(handle)
    expect((await storedChunks(handle)).length).toBeLessThan(before)
  })

  it('wakes the others when one cannot be woken, and tries that one again later', async () => {
    const broken = await scannedProfile('edges')
    const sound = await scannedProfile('edges')
    const sources = ProfileStore.prototype.sources
    vi.spyOn(ProfileStore.prototype, 'sources').mockImplementation(function (this: ProfileStore) {
      if (this.profile()?.handle === broken) throw new Error('broken')
      return sources.call(this)
    })
    pass(3600)
    await tick(env, nowSeconds())
    expect(await dueOf(broken)).toBe(nowSeconds() + 300)
    vi.restoreAllMocks()
    expect(await statusOf(sound)).toMatchObject({ run_count: 2 })
    await settle(sound)
  })

  it('erases samples when their day is over', async () => {
    const config = configFrom()
    const wanted = { handle: 'a-sample', time_zone: 'UTC', visibility: 'public' as const }
    const { profile } = await createProfile(env, config, wanted, nowSeconds() + 86_400)
    idOf.set(profile.handle, profile.id)
    await upload(profile.handle, 'edges')
    await settle(profile.handle)
    pass(86_399)
    await tick(env, nowSeconds())
    expect(await clientOf('a-sample').profile.get()).not.toBeNull()
    pass(1)
    await tick(env, nowSeconds())
    expect(await clientOf('a-sample').profile.get()).toBeNull()
    expect(await dueOf('a-sample')).toBeNull()
    expect(await storedChunks(profile.handle)).toEqual([])
  })

  it('ends an erasure that was cut off, once it cannot be under way any more', async () => {
    const handle = await scannedProfile('edges')
    await new Registry(env.REGISTRY).beginErasure(keyOf(handle).id, nowSeconds())
    pass(299)
    await tick(env, nowSeconds())
    expect(await dueOf(handle)).not.toBeNull()
    pass(1)
    await tick(env, nowSeconds())
    expect(await dueOf(handle)).toBeNull()
    expect(await storedChunks(handle)).toEqual([])
    await expect(rowsOf(handle, 'SELECT * FROM documents')).rejects.toThrow('no such table')
  })

  it('leaves a profile alone that has no history', async () => {
    const handle = await newProfile()
    pass(3600)
    await tick(env, nowSeconds())
    expect(await statusOf(handle)).toMatchObject({ run_count: 0 })
    expect(await clientOf(handle).scans.wake()).toBe(nowSeconds() + 3600)
  })
})
