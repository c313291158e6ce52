import { abortAllDurableObjects, env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SETTINGS } from '../../../src/config.ts'
import { ImageStore } from '../../../src/storage/image-store.ts'
import { ListingTable } from '../../../src/storage/listing-table.ts'
import { ProfileStore } from '../../../src/storage/profile-store.ts'
import { Registry } from '../../../src/storage/registry.ts'
import {
  alarmOf,
  clientOf,
  dropAlarm,
  isDue,
  keyOf,
  newProfile,
  pass,
  ring,
  rowsOf,
  settle,
  stopTheClock,
  storedChunks,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

const PAUSE = SETTINGS.REGISTRY_RETRY_SECONDS.value
const change = (handle: string, visibility: 'public' | 'private') =>
  clientOf(handle).profile.change({ visibility })

/** Whether the sitemap lists a profile. */
const isListed = async (handle: string) =>
  (await new Registry(env.REGISTRY).publicHandles(0, 10_000)).includes(handle)

/** Whether a profile knows that the registry does not. */
async function isYetToTell(handle: string): Promise<boolean> {
  const [profile] = await rowsOf(handle, "SELECT value FROM documents WHERE name = 'profile'")
  return String(profile?.value).includes('registry_due_at')
}

/** Profile that was made private while the registry was down. */
async function hiddenWhileDown(): Promise<string> {
  const handle = await newProfile()
  const down = vi.spyOn(Registry.prototype, 'setVisibility').mockRejectedValue(new Error('down'))
  expect(await change(handle, 'private')).toMatchObject({ visibility: 'private' })
  down.mockRestore()
  expect(await isListed(handle)).toBe(true)
  return handle
}

describe('a profile that is made private while the registry is down', () => {
  it('is listed no more as soon as the registry is back', async () => {
    const handle = await hiddenWhileDown()
    expect(await isDue(handle)).toBe(false)
    const down = vi.spyOn(Registry.prototype, 'setVisibility').mockRejectedValue(new Error('down'))
    pass(PAUSE)
    await ring(handle)
    down.mockRestore()
    expect([await isListed(handle), await isDue(handle)]).toEqual([true, false])
    pass(PAUSE)
    await ring(handle)
    expect([await isListed(handle), await alarmOf(handle)]).toEqual([false, null])
  })

  it('is so by a cron tick if its alarm was dropped, and by the owner who says it again', async () => {
    const woken = await hiddenWhileDown()
    await dropAlarm(woken)
    await clientOf(woken).scans.wake()
    expect([await isListed(woken), await isYetToTell(woken)]).toEqual([false, false])
    const repeated = await hiddenWhileDown()
    await change(repeated, 'private')
    expect(await isListed(repeated)).toBe(false)
  })

  it('is listed no more if its object was evicted before it could tell', async () => {
    const handle = await newProfile()
    vi.spyOn(Registry.prototype, 'setVisibility').mockImplementationOnce(() => new Promise(() => {}))
    void change(handle, 'private').catch(() => undefined)
    await vi.waitFor(async () => expect(await alarmOf(handle)).not.toBeNull(), 60_000)
    await abortAllDurableObjects()
    pass(PAUSE)
    await ring(handle)
    expect(await isListed(handle)).toBe(false)
  })
})

it('a profile that is made private keeps no image, though R2 was down or its object evicted meanwhile', async () => {
  const handle = await newProfile()
  const [png, isStored] = [new Uint8Array(3), async () => (await storedChunks(handle)).length > 0]
  const keep = () => clientOf(handle).images.keepImage(keyOf(handle).id, 'og', 'drawing', png)
  await keep()
  vi.spyOn(ImageStore.prototype, 'erase').mockRejectedValueOnce(new Error('down'))
  await change(handle, 'private')
  expect([await isListed(handle), await isStored()]).toEqual([false, true])
  pass(PAUSE)
  await ring(handle)
  expect([await isStored(), await alarmOf(handle)]).toEqual([false, null])
  await change(handle, 'public')
  await keep()
  vi.spyOn(ImageStore.prototype, 'erase').mockImplementationOnce(() => new Promise(() => {}))
  void change(handle, 'private').catch(() => undefined)
  await vi.waitFor(async () => expect(await isListed(handle)).toBe(false), 60_000)
  await abortAllDurableObjects()
  pass(PAUSE)
  await ring(handle)
  expect(await isStored()).toBe(false)
})

it('a page that is listed while the registry is down is listed as soon as that is back', async () => {
  const handle = await newProfile()
  await upload(handle, 'edges')
  await settle(handle)
  const listed = async () => {
    const pages = await new ListingTable(env.REGISTRY).pages({ badge: null, tiers: [], after: null }, 999)
    return pages.some((page) => page.handle === handle)
  }
  const down = vi.spyOn(ListingTable.prototype, 'list').mockRejectedValue(new Error('down'))
  await clientOf(handle).profile.change({ listed: true })
  expect([await listed(), await isYetToTell(handle)]).toEqual([false, true])
  down.mockRestore()
  pass(PAUSE)
  await ring(handle)
  expect([await listed(), await isYetToTell(handle)]).toEqual([true, false])
  await clientOf(handle).profile.reset()
  await vi.waitFor(async () => expect(await listed()).toBe(false), 60_000)
})

it('the registry is told again after a profile could not keep that it was told', async () => {
  const handle = await newProfile()
  const { saveProfile } = ProfileStore.prototype
  const full = vi.spyOn(ProfileStore.prototype, 'saveProfile')
  full.mockImplementationOnce(saveProfile).mockImplementation(() => {
    throw new Error('database or disk is full: SQLITE_FULL')
  })
  await expect(change(handle, 'private')).rejects.toMatchObject({ code: 'internal_error' })
  full.mockRestore()
  expect(await change(handle, 'public')).toMatchObject({ visibility: 'public' })
  expect(await isListed(handle)).toBe(true)
})

it('the registry knows the last of two changes, though it takes longer for the first', async () => {
  const handle = await newProfile()
  const { setVisibility } = Registry.prototype
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  vi.spyOn(Registry.prototype, 'setVisibility').mockImplementationOnce(async function (
    this: Registry,
    ...args
  ) {
    await gate
    await setVisibility.apply(this, args)
  })
  const first = change(handle, 'private')
  await vi.waitFor(
    async () => expect((await clientOf(handle).profile.get())?.visibility).toBe('private'),
    60_000,
  )
  const second = change(handle, 'public')
  await vi.waitFor(
    async () => expect((await clientOf(handle).profile.get())?.visibility).toBe('public'),
    60_000,
  )
  release()
  await Promise.all([first, second])
  expect(await isListed(handle)).toBe(true)
})
