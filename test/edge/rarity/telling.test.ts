import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { tick } from '../../../functions/scheduled.ts'
import { SETTINGS } from '../../../src/config.ts'
import { RarityTable } from '../../../src/storage/rarity-table.ts'
import {
  clientOf,
  idOf,
  newProfile,
  nowSeconds,
  pass,
  payloadOf,
  ring,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
} from '../scan/profiles.ts'

beforeEach(async () => {
  stopTheClock()
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await env.REGISTRY.prepare('DELETE FROM profiles').run()
  await env.REGISTRY.prepare('UPDATE rarity SET began_at = 0').run()
})

/** Returns what the registry counts, by badge: how many tiers of it. */
async function counted(): Promise<Record<string, number>> {
  const sums = await new RarityTable(env.REGISTRY).sums()
  const badges = [...new Set(sums.map(({ badge }) => badge))]
  return Object.fromEntries(badges.map((name) => [name, sums.filter(({ badge }) => badge === name).length]))
}

/** Returns the same by what a page shows. */
async function shownOn(handle: string): Promise<Record<string, number>> {
  const { achievements } = await payloadOf(handle)
  const open = achievements.filter(({ unlocked, secret }) => unlocked && !secret)
  return { '': 1, ...Object.fromEntries(open.map(({ id, tier_history }) => [id, tier_history.length || 1])) }
}

/** Waits until the registry counts this: it is told after the response. */
const comesToCount = (expected: Record<string, number>) => expect.poll(counted).toEqual(expected)

const show = (handle: string, visibility: 'public' | 'unlisted' | 'private') =>
  clientOf(handle).profile.change({ visibility })

describe('a public page', () => {
  it('counts what it shows, as long as it is public', async () => {
    const handle = await scannedProfile('edges')
    const shown = await shownOn(handle)
    expect(Object.keys(shown).length).toBeGreaterThan(1)
    await comesToCount(shown)
    for (const hidden of ['unlisted', 'private'] as const) {
      await show(handle, hidden)
      expect(await counted()).toEqual({})
      await show(handle, 'public')
      expect(await counted()).toEqual(shown)
    }
    await clientOf(handle).profile.reset()
    await comesToCount({})
  })

  it('costs the registry nothing while nothing is earned', async () => {
    const handle = await scannedProfile('edges')
    await comesToCount(await shownOn(handle))
    const put = vi.spyOn(RarityTable.prototype, 'put')
    const again = clientOf(handle).scans.rescan(false)
    await expect
      .poll(() => settle(handle).then(() => clientOf(handle).scans.status()))
      .toMatchObject({ run_count: 2 })
    await again
    expect(put).not.toHaveBeenCalled()
  })

  it('is counted when the registry is back, if it was down', async () => {
    const down = vi.spyOn(RarityTable.prototype, 'put').mockRejectedValue(new Error('down'))
    const handle = await newProfile()
    await upload(handle, 'edges')
    await settle(handle)
    await expect.poll(() => down.mock.calls.length).toBeGreaterThan(0)
    expect(await counted()).toEqual({})
    down.mockRestore()
    pass(SETTINGS.REGISTRY_RETRY_SECONDS.value)
    await ring(handle)
    await comesToCount(await shownOn(handle))
  })

  it('is counted again after a tick, if the registry was put back to an older state', async () => {
    const handle = await scannedProfile('edges')
    const shown = await shownOn(handle)
    await comesToCount(shown)
    await env.REGISTRY.prepare('DELETE FROM rarity_pages').run()
    pass(SETTINGS.RARITY_ROUND_SECONDS.value)
    await tick(env, nowSeconds())
    expect(await counted()).toEqual(shown)
  })

  it('counts no more once it is being erased', async () => {
    const handle = await scannedProfile('edges')
    await comesToCount(await shownOn(handle))
    await env.REGISTRY.prepare('UPDATE profiles SET erasing_at = 1 WHERE id = ?').bind(idOf.get(handle)).run()
    expect(await counted()).toEqual({})
  })
})

it('a page that is not public is never told of', async () => {
  const put = vi.spyOn(RarityTable.prototype, 'put')
  const handle = await newProfile()
  await show(handle, 'private')
  put.mockClear()
  await upload(handle, 'edges')
  await settle(handle)
  expect(put).not.toHaveBeenCalled()
})
