import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { useChromium } from './chromium.ts'
import { DESK, PHONE, useScannedPage } from './scanned-page.ts'

const chromium = useChromium()
const visit = useScannedPage(chromium, 'owned')

describe('the owner’s tools', () => {
  it('open one at a time, close by Escape and give the focus back', async () => {
    const page = await visit('', { owner: true })
    const [manage, exports, settings] = ['Manage', 'Export', 'Settings'].map((name) =>
      page.locator('summary', { hasText: name }),
    )
    await manage?.click()
    await exports?.click()
    await page.getByRole('link', { name: 'SVG', exact: true }).waitFor()
    await settings?.click()
    expect(await page.getByRole('link', { name: 'SVG', exact: true }).isVisible()).toBe(false)
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('Time zone').isVisible()).toBe(false)
    expect(await manage?.evaluate((summary) => summary.matches(':focus'))).toBe(true)
  })

  it('open from the account menu, which makes way, and which Escape closes', async () => {
    const page = await visit('', { owner: true })
    const button = page.locator('.account > button')
    const link = page.locator('#account-menu').getByRole('link', { name: 'Settings' })
    await button.click()
    await link.waitFor()
    await page.keyboard.press('Escape')
    expect(await link.isVisible()).toBe(false)
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true)
    await button.click()
    await link.click()
    await page.getByLabel('Time zone').waitFor()
    expect(await link.isVisible()).toBe(false)
  })

  it('take webhooks without a script: added, shown, removed', async () => {
    const page = await visit('', { owner: true, javaScriptEnabled: false })
    await page.locator('summary', { hasText: 'Manage' }).click()
    await page.locator('summary', { hasText: 'Webhooks' }).click()
    await page.locator('summary', { hasText: 'Add a webhook' }).click()
    await page
      .locator('form[action$="/webhooks"]')
      .getByLabel('URL')
      .fill('https://hooks.example.com/of-mine')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    expect(await page.getByLabel('Signing secret').inputValue()).toMatch(/^whsec_/)
    await page.getByRole('link', { name: 'Back to my page' }).click()
    await page.getByText('Not confirmed').waitFor()
    await page
      .locator('summary', { hasText: /^Remove$/ })
      .last()
      .click()
    await page.getByRole('button', { name: 'Remove hooks.example.com' }).click()
    await page.getByText('new unlocks (0 of 5).').waitFor()
  })

  it('take pulls without a script: set, shown, ended', async () => {
    const page = await visit('', { owner: true, javaScriptEnabled: false })
    await page.locator('summary', { hasText: 'Manage' }).click()
    await page.locator('summary', { hasText: 'Histories' }).click()
    await page.locator('summary', { hasText: 'Fetch a history from a URL' }).click()
    const form = page.locator('form[action$="/pulls"]')
    await form.getByLabel('Name').fill('nas')
    await form.getByLabel('URL').fill('https://nas.example.com/state.db?token=of-mine')
    await form.getByLabel('Header (optional)').fill('Authorization')
    await form.getByLabel('Its value').fill('Bearer of-mine')
    await form.getByRole('button', { name: 'Fetch' }).click()
    await page.getByText('From nas.example.com, every hour').waitFor()
    expect(await page.content()).not.toContain('of-mine')
    await page.locator('summary', { hasText: 'Stop fetching' }).click()
    await page.getByRole('button', { name: 'Stop fetching from nas.example.com' }).click()
    expect(await page.getByText('From nas.example.com').count()).toBe(0)
    await page.getByLabel('Remove nas').click()
    await page.getByRole('button', { name: 'Remove nas' }).click()
  })

  it('give documents to take along', async () => {
    const page = await visit('', { owner: true })
    await page.locator('summary', { hasText: 'Manage' }).click()
    await page.locator('summary', { hasText: 'Export' }).click()
    for (const [name, start] of [
      ['Markdown', `# Achievements of @owned`],
      ['SVG', '<svg'],
      ['JSON', '{"achievements"'],
      ['ZIP archive', 'PK'],
    ] as const) {
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name, exact: true }).click()
      const file = await readFile(await (await download).path())
      expect(file.subarray(0, 200).toString('latin1')).toContain(start)
    }
  })
})

/** What a phone and a desk show at once. */

describe('the owner’s page', () => {
  it.each([
    { ...DESK, screens: 1 },
    { ...PHONE, screens: 2 },
  ])('has what is next within the first screens at $width px', async ({ screens, ...viewport }) => {
    const page = await visit('', { owner: true, viewport })
    await page.getByText('Update', { exact: true }).waitFor()
    const bottomOf = (step: number) =>
      page
        .locator('#next li')
        .nth(step)
        .evaluate((element) => element.getBoundingClientRect().bottom)
    const end = viewport.height * screens
    // There is news above it, until it is dismissed.
    await page.locator('#celebration').waitFor()
    expect(await bottomOf(0)).toBeLessThan(end)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    expect(await bottomOf(1)).toBeLessThan(end)
  })

  it.each([DESK, PHONE])('opens its menus below their buttons at $width px', async (viewport) => {
    const page = await visit('', { owner: true, viewport })
    for (const name of ['Public', 'Manage']) {
      const button = page.locator('.panel > summary', { hasText: name })
      await button.click()
      const [above, below] = [
        await button.boundingBox(),
        await page.locator('.panel[open] > .panel-body').boundingBox(),
      ]
      if (!above || !below) throw new Error('it is not open')
      expect(below.y - (above.y + above.height)).toBeLessThan(60)
      expect(below.x).toBeLessThan(above.x + above.width)
      expect(below.x + below.width).toBeGreaterThan(above.x)
      expect(below.x >= 0 && below.x + below.width <= viewport.width).toBe(true)
    }
  })
})
