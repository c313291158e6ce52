import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import expected from '../golden/history.expected.json'
import { achievements } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'
import { DESK, PHONE, useScannedPage } from './scanned-page.ts'

const chromium = useChromium()
const HANDLE = 'looked-at'
const PATH = `/@${HANDLE}`
const visit = useScannedPage(chromium, HANDLE)

describe('the search', () => {
  it('answers the keyboard in place, says how many it found, and makes an address to share', async () => {
    const page = await visit()
    const complaints = complaintsOf(page)
    await page.evaluate('globalThis.isStillHere = true')
    await page.keyboard.press('/')
    await page.keyboard.type('rebase')
    await page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^\\d+ of ${CATALOG.length} badges?$`) })
      .waitFor()
    const found = await ids(page)
    expect(found).toContain('badge-rebase_acrobat')
    expect(await page.locator('#find-text').inputValue()).toBe('rebase')
    expect(new URL(page.url()).search).toBe('?q=rebase')
    await page.getByLabel('Sort by').selectOption('name')
    await expect.poll(() => new URL(page.url()).search).toBe('?q=rebase&sort=name')
    await page.getByRole('link', { name: /^Unlocked/ }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?state=unlocked&q=rebase&sort=name')
    await page.locator('.chip[aria-current]', { hasText: 'Unlocked' }).waitFor()
    const shared = await visit(new URL(page.url()).search)
    expect(await ids(shared)).toEqual(await ids(page))
    await page.goBack()
    await expect.poll(() => ids(page)).toEqual(found)
    await page.goBack()
    await expect.poll(() => page.getByLabel('Sort by').inputValue()).toBe('')
    expect(await page.evaluate('globalThis.isStillHere')).toBe(true)
    expect(complaints).toEqual([])
  })

  it('that finds nothing says so and leads back to every badge', async () => {
    const page = await visit()
    const all = await ids(page)
    await page.getByLabel('Search badges').fill('nothing is like this')
    await page.getByRole('status').filter({ hasText: 'No badges match.' }).waitFor()
    expect(await ids(page)).toEqual([])
    await page.getByRole('link', { name: 'Show all badges' }).click()
    await expect.poll(() => ids(page)).toEqual(all)
    expect(await page.getByLabel('Search badges').inputValue()).toBe('')
  })

  it('stays in the language of the address', async () => {
    const page = await visit('?lang=de')
    await page.locator('#find-text').fill('rebase')
    await expect.poll(() => new URL(page.url()).search).toBe('?q=rebase&lang=de')
  })

  it('leaves a slash to the field that it is typed into', async () => {
    const page = await visit()
    await page.getByLabel('Search badges').focus()
    await page.keyboard.type('research/web')
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('research/web')
  })

  it('works without a script, and so does the order', async () => {
    const page = await chromium.newPage({ javaScriptEnabled: false })
    await page.goto(`${PATH}?state=unlocked`)
    await page.getByLabel('Search badges').fill('model')
    await page.getByLabel('Sort by').selectOption('tier')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL('**sort=tier**')
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      q: 'model',
      sort: 'tier',
      state: 'unlocked',
    })
    expect((await ids(page)).length).toBeGreaterThan(1)
    expect(await page.locator('.badge.is-locked').count()).toBe(0)
  })

  it('says when the server can’t be reached, and goes on when it can', async () => {
    const page = await visit()
    await page.context().setOffline(true)
    await page.getByLabel('Search badges').fill('rebase')
    await page.getByRole('status').filter({ hasText: 'Can’t reach the server' }).waitFor()
    await page.context().setOffline(false)
    await page.getByLabel('Search badges').fill('rebase acrobat')
    await expect.poll(() => ids(page)).toEqual(['badge-rebase_acrobat'])
  })
})

describe('a badge', () => {
  it('unfolds its tiers by keyboard, and stays unfolded when the page changes around it', async () => {
    const page = await visit('?category=Vibe+Coding')
    const badge = page.locator('#badge-rebase_acrobat')
    await badge.locator('summary').focus()
    await page.keyboard.press('Enter')
    await badge.getByText('Olympian', { exact: true }).waitFor()
    await page.getByLabel('Search badges').fill('rebase acrobat')
    await expect.poll(() => ids(page)).toEqual(['badge-rebase_acrobat'])
    expect(await badge.getByText('Olympian', { exact: true }).isVisible()).toBe(true)
  })

  it('names the session that it stands on to its owner alone', async () => {
    const best = expected.achievements.find((item) => item.unlocked && item.kind === 'best_session')
    const [visitor, owner] = [await visit(), await visit('', { owner: true })]
    const evidence = (page: Page) => page.locator(`#badge-${best?.id} .evidence`).count()
    expect(await evidence(visitor)).toBe(0)
    expect(await evidence(owner)).toBe(1)
  })
})

describe('what was earned since', () => {
  it('the last visit is said once, quietly and aloud; on a first visit nothing is', async () => {
    const page = await visit()
    expect(await celebration(page).isVisible()).toBe(false)
    await page.evaluate(`localStorage.setItem('laurel.seen.${HANDLE}', '0')`)
    await page.reload()
    const { achievements: all } = await achievements(inject('server').url, HANDLE)
    const news = all.filter((item) =>
      item.tier_history.length > 0
        ? item.tier_history.some(({ imported }) => !imported)
        : item.unlocked && !item.imported,
    )
    expect(news.length).toBeGreaterThan(10)
    await celebration(page)
      .getByRole('heading', { name: `${news.length} badges earned since you were here` })
      .waitFor()
    expect(await page.locator('#announcer').textContent()).toContain('earned since you were here')
    expect(await celebration(page).locator('li').count()).toBe(7)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    expect(await celebration(page).isVisible()).toBe(false)
    await page.reload()
    expect(await celebration(page).isVisible()).toBe(false)
  })

  it('a page was made is shown once to its owner, though the scan was over before the page listened', async () => {
    const page = await visit('', { owner: true })
    const { unlocked_count } = await achievements(inject('server').url, HANDLE)
    await celebration(page)
      .getByRole('heading', { name: `${unlocked_count} badges earned` })
      .waitFor()
    expect(await celebration(page).locator('li .medal').count()).toBeGreaterThan(0)
    // Of all that is new, the proudest comes first.
    const proudest = page.locator('#hero .lead .tier')
    expect(await celebration(page).locator('li .tier').first().textContent()).toBe(
      await proudest.textContent(),
    )
    expect(await celebration(page).getByRole('button', { name: 'Share' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await celebration(page).isVisible()).toBe(false)
    await page.reload()
    expect(await celebration(page).isVisible()).toBe(false)
  })

  it('moves where motion is welcome, and stands still where it is not', async () => {
    for (const [reducedMotion, moves] of [
      ['no-preference', true],
      ['reduce', false],
    ] as const) {
      const page = await chromium.newPage({ reducedMotion })
      await page.addInitScript(`localStorage.setItem('laurel.seen.${HANDLE}', '0')`)
      await page.goto(PATH)
      await celebration(page).waitFor()
      const running = await page.evaluate<number>(
        `document.querySelector('#celebration').getAnimations({ subtree: true }).length`,
      )
      expect(running > 0).toBe(moves)
    }
  })

  it('two days ago loses its mark on a page that is still open', async () => {
    const page = await visit()
    expect(await page.locator('.new-mark').count()).toBeGreaterThan(10)
    await page.clock.setFixedTime(Date.now() + 49 * 3_600_000)
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
    expect(await page.locator('.new-mark').count()).toBe(0)
  })
})

describe('on a phone', () => {
  it('the page is at most 7,000 px tall, with badges in rows of about 64 px', async () => {
    for (const owner of [false, true]) {
      const page = await visit('', { owner, viewport: PHONE })
      if (owner && (await celebration(page).isVisible())) await page.keyboard.press('Escape')
      expect(await page.evaluate<number>('document.documentElement.scrollHeight')).toBeLessThan(7_000)
      const rows = await page
        .locator('.badge.is-unlocked')
        .evaluateAll((badges) => badges.map((badge) => badge.clientHeight))
      expect(rows.length).toBeGreaterThan(20)
      expect(Math.max(...rows)).toBeLessThan(80)
    }
  })

  it('a badge unfolds at a tap anywhere, without a script, and so do those still to earn', async () => {
    const page = await visit('', { javaScriptEnabled: false, viewport: PHONE })
    const badge = page.locator('.badge.is-unlocked').first()
    const criteria = badge.locator('.criteria')
    expect(await criteria.isVisible()).toBe(false)
    await badge.click({ position: { x: 30, y: 30 } })
    expect(await criteria.isVisible()).toBe(true)
    const locked = page.locator('.badge.is-locked').first()
    expect(await locked.isVisible()).toBe(false)
    await page.locator('.to-earn > summary').first().click()
    expect(await locked.isVisible()).toBe(true)
  })

  it('the filters stay in reach', async () => {
    const page = await visit('', { viewport: PHONE })
    await page.locator('.badge.is-unlocked').last().scrollIntoViewIfNeeded()
    expect(await topOf(page, '#find')).toBeLessThan(40)
  })
})

describe('a search', () => {
  it.each([PHONE, DESK])('brings what it finds into view at $width px', async (viewport) => {
    const page = await visit('', { viewport })
    await page.keyboard.press('/')
    await page.keyboard.type('rebase acrobat')
    await expect.poll(() => ids(page)).toEqual(['badge-rebase_acrobat'])
    await expect.poll(() => topOf(page, '#badge-rebase_acrobat')).toBeLessThan(viewport.height / 2)
  })
})

/** Distance from the top of the screen. Unit: px. */
function topOf(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((part) => part.getBoundingClientRect().top)
}

function ids(page: Page): Promise<string[]> {
  return page.locator('.badge[data-standing]').evaluateAll((badges) => badges.map(({ id }) => id))
}

function celebration(page: Page): Locator {
  return page.locator('#celebration')
}
