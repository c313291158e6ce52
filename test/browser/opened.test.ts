import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createProfile, scan } from './api.ts'
import { violations, withAxe } from './axe.ts'
import { chromiumOnly, own, useChromium } from './chromium.ts'

const chromium = useChromium()
const HANDLE = 'opened'
let ownerKey = ''
let badge = ''

beforeAll(async () => {
  const { url } = inject('server')
  ownerKey = await createProfile(url, HANDLE)
  const view = await scan(url, HANDLE, ownerKey, 'history')
  badge = view.achievements.find(({ unlocked }) => unlocked)?.id ?? ''
})

describe('at 390 and 1280 px, in light and dark, axe finds nothing wrong with', () => {
  chromiumOnly('the share panel of a page and of a badge', async () => {
    const page = await withAxe(await chromium.newPage())
    for (const path of ['', `/${badge}`]) {
      await page.goto(`/@${HANDLE}${path}`)
      await page.locator('[data-share]:visible').first().click()
      const panel = page.getByRole('dialog', { name: /^Share / })
      await panel.waitFor()
      expect(await violations(page)).toEqual([])
      expect(await panel.isVisible()).toBe(true)
    }
  })

  it('a search, its filters, and one that finds nothing', async () => {
    const page = await withAxe(await chromium.newPage())
    for (const query of ['?state=unlocked&q=model&sort=tier', '?q=nothing+is+like+this']) {
      await page.goto(`/@${HANDLE}${query}`)
      expect(await violations(page)).toEqual([])
    }
  })

  it('the celebration, before the owner’s menu and after', async () => {
    const page = await withAxe(await chromium.newPage())
    await own(page, HANDLE, ownerKey)
    await page.goto(`/@${HANDLE}`)
    const celebration = page.locator('#celebration')
    await celebration.waitFor()
    expect(await violations(page)).toEqual([])
    expect(await celebration.isVisible()).toBe(true)
    await page.locator('.account > button').click()
    expect(await violations(page, '.account')).toEqual([])
    expect(await page.locator('#account-menu').isVisible()).toBe(true)
  })
})
