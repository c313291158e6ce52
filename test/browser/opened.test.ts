import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { achievements, createProfile, upload } from './api.ts'
import { violations } from './axe.ts'
import { useChromium } from './chromium.ts'
import { SCREENS } from './looks.ts'

const chromium = useChromium()
const HANDLE = 'opened'
let ownerKey = ''
let badge = ''

beforeAll(async () => {
  const { url } = inject('server')
  ownerKey = await createProfile(url, HANDLE)
  const history = await readFile(new URL('../golden/history.db.gz', import.meta.url))
  await upload(url, HANDLE, ownerKey, history, 'gzip')
  const scanned = async () => (await achievements(url, HANDLE)).scan_meta.mode === 'full'
  await vi.waitUntil(scanned, { timeout: 100_000, interval: 500 })
  badge = (await achievements(url, HANDLE)).achievements.find(({ unlocked }) => unlocked)?.id ?? ''
})

describe.each(SCREENS)('at $width px, in light and dark, axe finds nothing wrong with', (viewport) => {
  it('the share panel of a page and of a badge', async () => {
    const page = await chromium.newPage({ viewport })
    for (const path of ['', `/${badge}`]) {
      await page.goto(`/@${HANDLE}${path}`)
      await page.locator('[data-share]:visible').first().click()
      await page.getByRole('dialog', { name: /^Share / }).waitFor()
      expect(await violations(page)).toEqual([])
    }
  })

  it('a search, its filters, and one that finds nothing', async () => {
    const page = await chromium.newPage({ viewport })
    for (const query of ['?state=unlocked&q=model&sort=tier', '?q=nothing+is+like+this']) {
      await page.goto(`/@${HANDLE}${query}`)
      expect(await violations(page)).toEqual([])
    }
  })

  it('the celebration, before the owner’s menu and after', async () => {
    const page = await owned(viewport)
    await page.goto(`/@${HANDLE}`)
    await page.locator('#celebration').waitFor()
    expect(await violations(page)).toEqual([])
    await page.locator('.account > button').click()
    expect(await violations(page)).toEqual([])
  })
})

/** A page of the owner, where nothing moves: what fades in has no contrast yet. */
async function owned(viewport: (typeof SCREENS)[number]): Promise<Page> {
  const page = await chromium.newPage({ viewport, reducedMotion: 'reduce' })
  const cookie = { name: `laurel_key_${HANDLE}`, value: ownerKey, url: inject('server').url }
  await page.context().addCookies([cookie])
  return page
}
