import { env, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { configFrom, SETTINGS } from '../../../src/config.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
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
  objectOf,
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

const isRegistered = async (handle: string) =>
  (await env.REGISTRY.prepare('SELECT 1 FROM profiles WHERE handle = ?').bind(handle).first()) !== null

const setDue = (handle: string, time: number) => new Registry(env.REGISTRY).setDue(keyOf(handle).id, time)

/** The registry is updated after the response. Waiting advances the clock. */
async function comesToBeDue(handle: string, time: number | null): Promise<void> {
  await vi.waitFor(async () => expect(await dueOf(handle)).toBe(time), 60_000)
}

describe('a cron tick', () => {
  it('leaves a history alone that is as it was, however old its view is', async () => {
    const handle = await scannedProfile('edges')
    await comesToBeDue(handle, null)
    pass(30 * 86_400)
    await tick(env, nowSeconds())
    expect(await statusOf(handle)).toMatchObject({ run_count: 1 })
  })

  it('refreshes every view once when it was made by another version', async () => {
    const handle = await scannedProfile('edges')
    await comesToBeDue(handle, null)
    await env.REGISTRY.prepare("INSERT OR REPLACE INTO view_version VALUES (1, '1 1')").run()
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      storage.sql.exec(
        `UPDATE documents SET value = json_set(value, '$.catalog_version', 1) WHERE name = 'view'`,
      )
    })
    await tick(env, nowSeconds())
    await settle(handle)
    expect(await statusOf(handle)).toMatchObject({ run_count: 2, state: 'idle' })
    await comesToBeDue(handle, null)
    await tick(env, nowSeconds())
    expect(await statusOf(handle)).toMatchObject({ run_count: 2 })
  })

  it('wakes all that is due, a batch at once', async () => {
    const handles = await Promise.all(Array.from({ length: 5 }, () => newProfile()))
    for (const handle of handles) await setDue(handle, nowSeconds())
    await tick(Object.assign({ ...env }, { CRON_BATCH_PROFILES: 2 }), nowSeconds())
    for (const handle of handles) expect(await dueOf(handle)).toBe(nowSeconds() + 30 * 86_400)
  })

  it('wakes what is due for the longest time first, and leaves to the next tick what its budget is too small for', async () => {
    const handles = await Promise.all(Array.from({ length: 5 }, () => newProfile()))
    for (const [index, handle] of handles.entries()) await setDue(handle, nowSeconds() - index)
    const bounded = { ...env, CRON_TICK_PROFILES: 2 }
    const [newest, , middle, second, oldest] = handles
    await tick(bounded, nowSeconds())
    const later = nowSeconds() + 30 * 86_400
    expect([await dueOf(oldest ?? ''), await dueOf(second ?? '')]).toEqual([later, later])
    expect(await dueOf(middle ?? '')).toBeLessThan(later)
    await tick(bounded, nowSeconds())
    expect(await dueOf(middle ?? '')).toBe(later)
    expect(await dueOf(newest ?? '')).toBeLessThan(later)
    await tick(bounded, nowSeconds())
    expect(await dueOf(newest ?? '')).toBe(later)
  })

  it('wakes nothing twice, even if its object’s clock is behind', async () => {
    const handle = await newProfile()
    const taken = vi.spyOn(Registry.prototype, 'takeDue')
    await tick(env, nowSeconds() + 31 * 86_400)
    expect(await dueOf(handle)).toBe(nowSeconds() + 31 * 86_400 + 300)
    expect(taken).toHaveBeenCalledTimes(2)
  })

  it('begins no batch after its time', async () => {
    const handles = await Promise.all(Array.from({ length: 3 }, () => newProfile()))
    for (const handle of handles) await setDue(handle, nowSeconds())
    const wake = vi.spyOn(Registry.prototype, 'takeDue')
    wake.mockImplementationOnce(async () => {
      pass(240)
      return handles.slice(0, 1).map(keyOf)
    })
    await tick(Object.assign({ ...env }, { CRON_BATCH_PROFILES: 1 }), nowSeconds())
    expect(wake).toHaveBeenCalledTimes(1)
  })

  it('restarts a scan that lost its alarm', async () => {
    const handle = await newProfile()
    await upload(handle, 'edges')
    await ring(handle)
    await dropAlarm(handle)
    await comesToBeDue(handle, nowSeconds() + 60)
    pass(60)
    await tick(env, nowSeconds())
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
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
    const handle = await scannedProfile('todayOlder')
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

  it('tells of a change of visibility whose alarm was dropped while the registry was down', async () => {
    const handle = await scannedProfile('edges')
    const dueAt = nowSeconds() + SETTINGS.REGISTRY_RETRY_SECONDS.value + 60
    const down = vi.spyOn(Registry.prototype, 'setVisibility').mockRejectedValue(new Error('down'))
    await clientOf(handle).profile.change({ visibility: 'private' })
    down.mockRestore()
    await dropAlarm(handle)
    await comesToBeDue(handle, dueAt)
    expect(await new Registry(env.REGISTRY).countPublic()).toBe(1)
    pass(dueAt - nowSeconds())
    await tick(env, nowSeconds())
    expect(await new Registry(env.REGISTRY).countPublic()).toBe(0)
    await comesToBeDue(handle, null)
  })

  it('wakes the others when one cannot be woken, and tries that one again later', async () => {
    const broken = await scannedProfile('edges')
    const sound = await scannedProfile('edges')
    const sources = ProfileStore.prototype.sources
    vi.spyOn(ProfileStore.prototype, 'sources').mockImplementation(function (this: ProfileStore) {
      if (this.profile()?.handle === broken) throw new Error('broken')
      return sources.call(this)
    })
    for (const handle of [broken, sound]) {
      await comesToBeDue(handle, null)
      await setDue(handle, nowSeconds())
    }
    await tick(env, nowSeconds())
    expect(await dueOf(broken)).toBe(nowSeconds() + 300)
    expect(await dueOf(sound)).toBeNull()
  })

  it('erases samples when their day is over', async () => {
    const config = configFrom()
    const wanted = { handle: 'a-sample', time_zone: 'UTC', visibility: 'public' as const }
    const { profile } = await createProfile(env, config, wanted, { expiresAt: nowSeconds() + 86_400 })
    idOf.set(profile.handle, profile.id)
    await upload(profile.handle, 'edges')
    await settle(profile.handle)
    pass(86_399)
    await tick(env, nowSeconds())
    expect(await clientOf('a-sample').profile.get()).not.toBeNull()
    pass(1)
    await tick(env, nowSeconds())
    expect(await clientOf('a-sample').profile.get()).toBeNull()
    expect(await isRegistered('a-sample')).toBe(false)
    expect(await storedChunks(profile.handle)).toEqual([])
  })

  it('ends an erasure that was cut off, once it cannot be under way any more', async () => {
    const handle = await scannedProfile('edges')
    await new Registry(env.REGISTRY).beginErasure([keyOf(handle).id], nowSeconds())
    pass(299)
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(true)
    pass(1)
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(false)
    expect(await storedChunks(handle)).toEqual([])
    await expect(rowsOf(handle, 'SELECT * FROM documents')).rejects.toThrow('no such table')
  })

  it('tries an erasure again that failed, and erases the others meanwhile', async () => {
    const [broken, sound] = [await newProfile(), await newProfile()]
    await new Registry(env.REGISTRY).beginErasure([keyOf(broken).id, keyOf(sound).id], nowSeconds() - 300)
    const erase = ProfileStore.prototype.erase
    vi.spyOn(ProfileStore.prototype, 'erase').mockImplementation(async function (this: ProfileStore) {
      if (this.profile()?.handle === broken) throw new Error('broken')
      return erase.call(this)
    })
    await tick(env, nowSeconds())
    expect([await isRegistered(broken), await isRegistered(sound)]).toEqual([true, false])
    vi.restoreAllMocks()
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    pass(300)
    await tick(env, nowSeconds())
    expect(await isRegistered(broken)).toBe(false)
  })
})

describe('a profile that has got nothing', () => {
  it('is erased after 30 days, and not woken before', async () => {
    const handle = await newProfile()
    pass(30 * 86_400 - 1)
    const taken = vi.spyOn(Registry.prototype, 'takeDue')
    await tick(env, nowSeconds())
    expect(await taken.mock.results[0]?.value).toEqual([])
    expect(await isRegistered(handle)).toBe(true)
    pass(1)
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(false)
    expect(await clientOf(handle).profile.get()).toBeNull()
  })

  it('stays if a history came on its last day', async () => {
    const handle = await newProfile()
    pass(30 * 86_400 - 1)
    await upload(handle, 'edges')
    await settle(handle)
    pass(1)
    await setDue(handle, nowSeconds())
    await tick(env, nowSeconds())
    expect(await statusOf(handle)).toMatchObject({ run_count: 1 })
    await comesToBeDue(handle, null)
  })

  it('stays while an upload is under way, and goes when it was given up', async () => {
    const handle = await newProfile()
    pass(30 * 86_400 - 1)
    await clientOf(handle).reports.begin(keyOf(handle).id, { source: 'default' }, STATS_VERSION)
    pass(1)
    await setDue(handle, nowSeconds())
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(true)
    expect(await dueOf(handle)).toBe(nowSeconds() - 1 + 86_400 + 60)
    pass(86_400)
    await settle(handle)
    await setDue(handle, nowSeconds())
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(false)
  })

  it('is woken and erased at once if its creation was cut off', async () => {
    const handle = 'cut-off'
    const profile = {
      id: crypto.randomUUID(),
      handle,
      visibility: 'public' as const,
      created_at: nowSeconds(),
    }
    await new Registry(env.REGISTRY).create(profile, {
      dueAt: nowSeconds() + 300,
      expiresAt: null,
      network: null,
      limits: { perNetwork: 1, inTotal: 1000 },
    })
    pass(300)
    await tick(env, nowSeconds())
    expect(await isRegistered(handle)).toBe(false)
  })
})
