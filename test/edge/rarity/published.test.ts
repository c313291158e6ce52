import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { configFrom, SETTINGS } from '../../../src/config.ts'
import { NO_RARITY, type Rarity, RaritySchema } from '../../../src/contract/rarity.ts'
import { COUNTED_BADGES } from '../../../src/rarity/tally.ts'
import { RarityTable } from '../../../src/storage/rarity-table.ts'
import { call } from '../api/client.ts'
import {
  clientOf,
  idOf,
  newProfile,
  nowSeconds,
  pass,
  payloadOf,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
} from '../scan/profiles.ts'

/** One page is enough. */
const ANY = { RARITY_PAGES_MIN: 1, RARITY_HOLDERS_MIN: 1, RARITY_TIMED_MIN: 1 }

let hours = 0

beforeEach(async () => {
  stopTheClock()
  // Later than what the tests before have read.
  hours += 1
  pass(hours * 3600)
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await env.REGISTRY.prepare('DELETE FROM profiles').run()
})

/** A cron tick, long enough ago for every isolate to have read what it published. */
async function ticked(settings: object = ANY): Promise<void> {
  await tick({ ...env, ...settings }, nowSeconds())
  pass(SETTINGS.RARITY_KEPT_SECONDS.value)
}

async function rarity(): Promise<Rarity> {
  const answer = await call('/api/v1/rarity')
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=60'])
  return RaritySchema.parse(await answer.json())
}

const page = async (path: string) => (await call(path, { headers: { Accept: 'text/html' } })).text()

/** A page with badges, which the registry has been asked to count. */
async function countedPage(): Promise<string> {
  const handle = await scannedProfile('edges')
  await clientOf(handle).rarity.check()
  return handle
}

describe('how rare badges are', () => {
  it('is told with a tick, and no longer after the tick that follows a page’s leaving', async () => {
    const handle = await countedPage()
    const { achievements } = await payloadOf(handle)
    const badge = achievements.find(({ unlocked, secret }) => unlocked && !secret)?.id ?? ''
    await ticked()
    const { scanned, self_reported } = await rarity()
    expect([scanned?.pages, self_reported]).toEqual([1, null])
    expect(scanned?.badges[badge]?.[0]).toMatchObject({ band: 'most' })
    expect(await page(`/@${handle}`)).toContain('Half or more of 1 page<')
    expect(await page(`/@${handle}/${badge}`)).toContain('How rare it is')
    await clientOf(handle).profile.change({ visibility: 'unlisted' })
    await ticked()
    expect(await rarity()).toEqual(NO_RARITY)
    expect(await page(`/@${handle}`)).not.toContain('class="rarity"')
    expect(await page(`/@${handle}/${badge}`)).not.toContain('How rare it is')
  })

  it('is not told of a few pages', async () => {
    await countedPage()
    await ticked({})
    expect(await rarity()).toEqual(NO_RARITY)
  })

  it('names no page', async () => {
    const handle = await countedPage()
    await ticked()
    const text = JSON.stringify(await rarity())
    expect(text).toContain('most')
    for (const name of [handle, idOf.get(handle) ?? handle]) expect(text).not.toContain(name)
  })

  it('does not depend on samples', async () => {
    const wanted = { handle: 'only-a-sample', time_zone: 'UTC', visibility: 'public' as const }
    const { profile } = await createProfile(env, configFrom(), wanted, { expiresAt: nowSeconds() + 3600 })
    idOf.set(profile.handle, profile.id)
    await upload(profile.handle, 'edges')
    await settle(profile.handle)
    await clientOf(profile.handle).rarity.check()
    await ticked()
    expect(await rarity()).toEqual(NO_RARITY)
  })

  it('is drawn on a card that is to show the rarest badge', async () => {
    const handle = await countedPage()
    const { achievements } = await payloadOf(handle)
    const badge = achievements.find(({ unlocked, secret }) => unlocked && !secret)
    const rare = [{ tier: badge?.tier ?? null, band: 'one_in_20', median_days: null } as const]
    const told: Rarity = { ...NO_RARITY, scanned: { pages: 412, badges: { [badge?.id ?? '']: rare } } }
    await new RarityTable(env.REGISTRY).publish(JSON.stringify(told))
    const card = async (query: string) => (await call(`/@${handle}/card.svg${query}`)).text()
    expect(await card('?show=rarest')).toContain(`Rarest: ${badge?.name}, &lt; 5 %`)
    expect(await card('')).not.toContain('Rarest')
  })

  it('stays as it was while the registry does not answer, and pages are up', async () => {
    const handle = await newProfile()
    await countedPage()
    await ticked()
    const before = await rarity()
    vi.spyOn(RarityTable.prototype, 'published').mockRejectedValue(new Error('down'))
    pass(SETTINGS.RARITY_KEPT_SECONDS.value)
    expect(await rarity()).toEqual(before)
    expect((await call(`/@${handle}`)).status).toBe(200)
  })
})

it('a cron tick sets a wrong sum right, when the turn of its badge has come', async () => {
  await countedPage()
  const pagesOf = async () => {
    const rows = env.REGISTRY.prepare(
      "SELECT basis, pages FROM rarity_counts WHERE badge = '' AND pages <> 0",
    )
    return (await rows.all()).results
  }
  const right = await pagesOf()
  expect(right).toEqual([{ basis: 'scanned', pages: 1 }])
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  await env.REGISTRY.batch([
    env.REGISTRY.prepare("UPDATE rarity_counts SET pages = 40 WHERE badge = '' AND pages <> 0"),
    // Another file may have counted at an hour that is still to come here.
    env.REGISTRY.prepare('UPDATE rarity SET recounted = ?, recounted_at = 0').bind(COUNTED_BADGES.at(-1)),
  ])
  await ticked({ ...ANY, RARITY_RECOUNT_SECONDS: 1e12 })
  expect((await rarity()).scanned?.pages).toBe(40)
  await ticked()
  expect([await pagesOf(), (await rarity()).scanned?.pages]).toEqual([right, 1])
  expect(warned).toHaveBeenCalledExactlyOnceWith('{"event":"rarity_mended","badge":"","sums":1}')
})

describe('the rarest badge of a story', () => {
  it('is what was measured when its owner saw it, and stays so', async () => {
    const handle = await countedPage()
    // More pages without some of these badges.
    for (let others = 0; others < 2; others++) {
      await clientOf(await scannedProfile('todayOlder')).rarity.check()
    }
    await ticked({})
    const { stories } = clientOf(handle)
    const period = { year: 2025, month: null }
    const cardIn = async () =>
      (await stories.owned(period, false)).draft?.cards.find(({ kind }) => kind === 'badges')
    const before = await stories.owned(period, false)
    expect(await cardIn()).not.toHaveProperty('rarest')
    await ticked()
    const { draft, digest } = await stories.owned(period, false)
    expect(await cardIn()).toMatchObject({ rarest: { band: expect.any(String) } })
    expect(await stories.publish(period, false, before.digest)).toBe(false)
    expect(await stories.publish(period, false, digest)).toBe(true)
    await ticked({})
    expect(await cardIn()).not.toHaveProperty('rarest')
    expect((await stories.shown(period))?.story).toEqual(draft)
  })
})
