import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import { chromiumOnly, complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()

async function created(handle: string): Promise<Page> {
  const page = await chromium.newPage()
  await page.goto('/')
  await page.getByLabel('Handle').fill(handle)
  await page.getByRole('button', { name: 'Create my page' }).click()
  await expect.poll(() => page.locator('#owner-key').inputValue()).toMatch(/^laurel_[\w-]{43}$/)
  return page
}

/** Whether the page asks before it is left. It is left in no case. */
async function asksToStay(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
}

chromiumOnly(
  'asks before the key is left behind, until it is downloaded, with the code and the address',
  async () => {
    const page = await created('downloads')
    expect(await asksToStay(page)).toBe(true)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-key-download]').click(),
    ])
    expect(await asksToStay(page)).toBe(false)
    expect(download.suggestedFilename()).toBe('laurel-downloads.txt')
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toBe(
      [
        `@downloads at ${inject('server').url}`,
        `Your owner key: ${await page.locator('#owner-key').inputValue()}`,
        `Your recovery code: ${await page.locator('#recovery-code').inputValue()}`,
        '',
      ].join('\n'),
    )
  },
)

it('asks no more once the key is copied', async () => {
  const page = await created('copies')
  await page.locator('#recovery-code').press('Control+c')
  expect(await asksToStay(page)).toBe(true)
  await page.locator('#owner-key').selectText()
  await page.locator('#owner-key').press('Control+c')
  expect(await asksToStay(page)).toBe(false)
})

it('leads from a key to the next: replaced in the settings, recovered by the code, signed out elsewhere', async () => {
  const page = await created('replaces')
  const complaints = complaintsOf(page)
  const code = await page.locator('#recovery-code').inputValue()
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.waitForURL('**/@replaces')
  const cookies = async () =>
    (await page.context().cookies()).filter(({ name }) => name.startsWith('laurel_'))
  expect(await cookies()).toEqual([
    expect.objectContaining({ name: 'laurel_owner_replaces', httpOnly: true, sameSite: 'Lax' }),
  ])
  await page.locator('summary', { hasText: 'Manage' }).click()
  await page.locator('summary', { hasText: 'Settings' }).click()
  const name = { chromium: 'Chrome', firefox: 'Firefox' }[inject('engine')]
  await page.getByText(`This browser: ${name} on Linux, since`).waitFor()
  await page.getByLabel(/I can update everything/).check()
  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('heading', { name: '@replaces has a new key' }).waitFor()
  await page.locator('[data-key-download]').waitFor()
  expect(await asksToStay(page)).toBe(true)
  expect(await cookies()).toEqual([])
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.waitForURL('**/@replaces')

  const elsewhere = await chromium.newPage({ javaScriptEnabled: false })
  await elsewhere.goto('/sign-in')
  await elsewhere.getByRole('link', { name: 'Use your recovery code' }).click()
  await elsewhere.getByLabel('Handle').fill('replaces')
  await elsewhere.getByLabel('Recovery code').fill(code)
  await elsewhere.getByRole('button', { name: 'Get a new key' }).click()
  expect(await elsewhere.locator('#recovery-code').inputValue()).not.toBe(code)
  await elsewhere.getByRole('button', { name: /I’ve saved it/ }).click()
  await elsewhere.getByRole('heading', { name: '@replaces' }).waitFor()
  await page.reload()
  expect(await page.getByLabel('Owner tools').count()).toBe(0)
  expect(complaints).toEqual([])
})
