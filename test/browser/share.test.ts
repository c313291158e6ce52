import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { achievements, createProfile, scan } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()
const HANDLE = 'shared'
const { url } = inject('server')

beforeAll(async () => {
  const ownerKey = await createProfile(url, HANDLE)
  await scan(url, HANDLE, ownerKey, 'edges')
})

const panelOf = (page: Page) => page.getByRole('dialog', { name: `Share @${HANDLE}` })
const shareOf = (page: Page) => page.locator('#hero').getByRole('button', { name: 'Share' })

/** Stands in for the system's share sheet, which keeps what it is given, or fails. */
function withShareSheet(page: Page, outcome: 'opens' | 'is cancelled' | 'fails') {
  const answers = {
    opens: 'Promise.resolve()',
    'is cancelled': 'Promise.reject(new DOMException("", "AbortError"))',
    fails: 'Promise.reject(new DOMException("", "NotAllowedError"))',
  }
  return page.addInitScript(
    `navigator.share = (given) => { globalThis.given = given; return ${answers[outcome]} }`,
  )
}

describe('the share button', () => {
  it('opens a panel by keyboard, which copies the link, and gives the focus back', async () => {
    const page = await chromium.newPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    const complaints = complaintsOf(page)
    const elsewhere: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) elsewhere.push(request.url())
    })
    await page.goto(`/@${HANDLE}`)
    expect(await panelOf(page).isVisible()).toBe(false)
    await shareOf(page).focus()
    await page.keyboard.press('Enter')
    await panelOf(page).waitFor()
    await expect.poll(() => panelOf(page).locator(':focus').textContent()).toContain('Close')
    await panelOf(page).getByRole('button', { name: 'Copy Link' }).click()
    await panelOf(page).getByText('Copied', { exact: true }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${url}/@${HANDLE}`)
    await page.keyboard.press('Escape')
    await panelOf(page).waitFor({ state: 'hidden' })
    expect(await page.locator(':focus').getAttribute('data-share')).not.toBeNull()
    expect(complaints).toEqual([])
    expect(elsewhere).toEqual([])
  })

  it('works without a script: every way is a link or a field', async () => {
    const page = await chromium.newPage({ javaScriptEnabled: false })
    await page.goto(`/@${HANDLE}`)
    await shareOf(page).click()
    const panel = panelOf(page)
    expect(await panel.getByLabel('Link').inputValue()).toBe(`${url}/@${HANDLE}`)
    for (const name of ['X', 'Bluesky', 'LinkedIn']) {
      expect(await panel.getByRole('link', { name, exact: true }).isVisible()).toBe(true)
    }
    for (const [name, width, height] of [
      [/Story picture/, 1080, 1920],
      [/Card picture/, 1200, 630],
    ] as const) {
      const href = await panel.getByRole('link', { name }).getAttribute('href')
      const bytes = await (await page.request.get(href ?? '')).body()
      expect(bytes.subarray(1, 4).toString()).toBe('PNG')
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height])
    }
  })

  it('opens the system’s share sheet where there is one, and the rest is a button further', async () => {
    const page = await chromium.newPage()
    await withShareSheet(page, 'opens')
    await page.goto(`/@${HANDLE}`)
    await shareOf(page).click()
    expect(await page.evaluate('globalThis.given')).toEqual({
      title: `@${HANDLE}`,
      text: expect.stringMatching(/unlocked \d+ of \d+ achievements/),
      url: `${url}/@${HANDLE}`,
    })
    expect(await panelOf(page).isVisible()).toBe(false)
    await page.locator('#hero').getByRole('button', { name: 'Copy or download' }).click()
    await panelOf(page).waitFor()
  })

  it.each([
    ['is cancelled', false],
    ['fails', true],
  ] as const)('with a share sheet that %s shows the panel: %s', async (outcome, shown) => {
    const page = await chromium.newPage()
    await withShareSheet(page, outcome)
    await page.goto(`/@${HANDLE}`)
    await shareOf(page).click()
    await expect.poll(() => page.evaluate('globalThis.given !== undefined')).toBe(true)
    await expect.poll(() => panelOf(page).isVisible()).toBe(shown)
  })
})

describe('a badge', () => {
  it('is shared from its page, also to a LinkedIn profile', async () => {
    const earned = (await achievements(url, HANDLE)).achievements.find(({ unlocked }) => unlocked)
    const page = await chromium.newPage()
    await page.goto(`/@${HANDLE}/${earned?.id}`)
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const href = await page.getByRole('link', { name: 'Add to LinkedIn profile' }).getAttribute('href')
    const fields = new URL(href ?? '').searchParams
    expect(fields.get('certUrl')).toBe(`${url}/@${HANDLE}/${earned?.id}`)
    expect(fields.get('name')).toContain(earned?.name)
    expect(fields.get('organizationName')).toBe(`Laurel at ${new URL(url).host}`)
    const credential = await (await page.request.get(`/@${HANDLE}/${earned?.id}/credential.jwt`)).text()
    const claims = JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString())
    expect(fields.get('certId')).toBe(claims.id ?? claims.jti)
  })
})
