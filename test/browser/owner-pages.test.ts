import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createProfile, scan } from './api.ts'
import { complaintsOf, own, useChromium } from './chromium.ts'

const chromium = useChromium()
const HANDLE = 'at-home'
const LIVE = 'web-1'
let ownerKey = ''

beforeAll(async () => {
  const url = inject('server').url
  ownerKey = await createProfile(url, HANDLE)
  await scan(url, HANDLE, ownerKey, 'history')
  await tell('PATCH', '', { sync_to_insights: true })
  await tell('PUT', `/live-sessions/${LIVE}`, {
    message_count: 4,
    input_tokens: 9000,
    title: 'Plan the release',
  })
})

async function tell(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${inject('server').url}/api/v1/profiles/${HANDLE}${path}`, {
    method,
    headers: { Authorization: `Bearer ${ownerKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}`)
}

/** As long as the page of sessions waits before it asks again, at most. Unit: ms. */
const NEXT_POLL_MS = 60_000

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await chromium.newPage(options)
  await own(page, HANDLE, ownerKey)
  await page.goto(`/@${HANDLE}${path}`)
  return page
}

/** As `visit`, on a page whose clock a test can put forward. */
async function visitWithClock(path: string): Promise<Page> {
  const page = await visit(path)
  await page.clock.install()
  await page.reload()
  return page
}

const titles = (page: Page) => page.locator('.session h2').allTextContents()
/** Pixels that are hidden to the right; a bar to scroll by takes some of the window. */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

describe('the page of sessions', () => {
  it('shows a turn as it begins and ends, and leaves alone what is unfolded and typed', async () => {
    const page = await visitWithClock('/sessions')
    const complaints = complaintsOf(page)
    /** What there is once the page has asked again. */
    const later = async <T>(look: () => Promise<T>) => {
      await page.clock.runFor(NEXT_POLL_MS)
      return look()
    }
    const row = page.locator('.session', { has: page.locator(`[data-session="${LIVE}"]`) })
    const other = page.locator('.session').nth(3)
    await other.locator('summary').click()
    await other.getByText('This session alone would unlock').waitFor()
    await row.locator('summary').click()
    await row.getByLabel('Title').fill('half a ti')
    await tell('POST', `/live-sessions/${LIVE}/stream`, { stream_id: 'turn-1' })
    const streams = () => row.getByText('Streaming', { exact: true }).isVisible()
    await expect.poll(() => later(streams)).toBe(true)
    await page.getByRole('status').filter({ hasText: '1 session is streaming.' }).waitFor()
    await tell('PUT', `/live-sessions/${LIVE}`, { message_count: 77, input_tokens: 9000 })
    await tell('DELETE', `/live-sessions/${LIVE}/stream`, {})
    const head = () => row.locator('.session-head').textContent()
    await expect.poll(() => later(head)).not.toContain('Streaming')
    await expect.poll(head).toContain('77')
    expect(await row.getByLabel('Title').inputValue()).toBe('half a ti')
    expect(await row.getByLabel('Title').evaluate((field) => field.matches(':focus'))).toBe(true)
    expect(await other.getByText('This session alone would unlock').isVisible()).toBe(true)
    expect(await page.locator('.session').count()).toBe(50)
    expect(complaints).toEqual([])
  })

  it('asks for nothing while it is not looked at', async () => {
    const page = await visitWithClock('/sessions')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.evaluate(`
      Object.defineProperty(document, 'hidden', { get: () => globalThis.isAway ?? true })
      document.dispatchEvent(new Event('visibilitychange'))
    `)
    await page.clock.runFor(2 * NEXT_POLL_MS)
    expect(asked).toEqual([])
    await page.evaluate(`globalThis.isAway = false; document.dispatchEvent(new Event('visibilitychange'))`)
    await expect.poll(() => asked.length).toBe(1)
  })

  it('says when the server can’t be reached, and goes on when it can', async () => {
    const page = await visitWithClock('/sessions')
    const trouble = page.getByRole('status').filter({ hasText: 'Can’t reach the server' })
    await page.context().setOffline(true)
    await page.clock.runFor(NEXT_POLL_MS)
    await trouble.waitFor()
    await page.context().setOffline(false)
    await page.clock.runFor(NEXT_POLL_MS)
    await trouble.waitFor({ state: 'detached' })
  })

  it('stops, and says so, when its reader is no longer signed in', async () => {
    const page = await visitWithClock('/sessions')
    await page.context().clearCookies()
    await page.clock.runFor(NEXT_POLL_MS)
    await page.getByRole('status').filter({ hasText: 'no longer signed in' }).waitFor()
    expect(await page.locator('.session').count()).toBe(50)
  })

  it('takes an order at once', async () => {
    const page = await visit('/sessions')
    const before = await titles(page)
    await page.getByLabel('Sort by').selectOption('Most tokens')
    await page.waitForURL(/sort=tokens/)
    expect(await titles(page)).not.toEqual(before)
  })

  it('works without a script: searched, paged, unfolded, renamed', async () => {
    const page = await visit('/sessions', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Next' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('page')).toBe('2')
    await page.getByLabel('Search titles').fill('plan RELEASE')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect.poll(() => titles(page)).toEqual(['Plan the release'])
    await page.locator('.session summary').click()
    await page.locator('.session').getByLabel('Title').fill('Planned')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect.poll(() => titles(page)).toContain('Planned')
    const scanned = page.locator('.session').nth(5)
    await scanned.locator('summary').click()
    await scanned.getByRole('link', { name: 'See what this session alone' }).click()
    await page.locator('.session-more[open]').getByText('This session alone would unlock').waitFor()
  })

  it('fits a phone', async () => {
    const page = await visit('/sessions?children=1', { viewport: { width: 390, height: 844 } })
    expect(await overflow(page)).toBe(0)
  })

  it('moves where motion is welcome, and stands still where it is not', async () => {
    await tell('POST', `/live-sessions/${LIVE}/stream`, { stream_id: 'turn-2' })
    for (const [reducedMotion, moves] of [
      ['no-preference', true],
      ['reduce', false],
    ] as const) {
      const page = await visit('/sessions', { reducedMotion })
      await page.locator('.live-streaming').waitFor()
      const running = await page.evaluate<number>('document.getAnimations().length')
      expect(running > 0).toBe(moves)
    }
  })
})

describe('the page of insights', () => {
  it('needs no script, and complains of nothing', async () => {
    const page = await visit('/insights?days=all', { javaScriptEnabled: false })
    const complaints = complaintsOf(page)
    await page.reload()
    await page.getByRole('img', { name: 'Sessions by starting hour' }).waitFor()
    await page.getByRole('link', { name: 'cli', exact: true }).click()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ days: 'all', source: 'cli' })
    await page.getByRole('link', { name: '365 days' }).click()
    expect(new URL(page.url()).searchParams.get('source')).toBe('cli')
    await page.getByRole('link', { name: 'All', exact: true }).click()
    await page.locator('summary', { hasText: 'By weekday' }).click()
    await page.getByRole('rowheader', { name: 'Wednesday' }).waitFor()
    expect(complaints).toEqual([])
  })

  it.each([390, 1280])('draws bars within %d px, on a base line, as long as they are much', async (width) => {
    const page = await visit('/insights?days=all', { viewport: { width, height: 900 } })
    expect(await overflow(page)).toBe(0)
    const boxes = await page
      .locator('.chart-plot')
      .first()
      .evaluate((plot) => {
        const within = plot.getBoundingClientRect()
        const bars = [...plot.querySelectorAll('.chart-solid')].map((bar) => bar.getBoundingClientRect())
        return {
          left: within.left,
          right: within.right,
          bars: bars.map(({ left, right, bottom }) => ({ left, right, bottom })),
        }
      })
    expect(boxes.bars.length).toBeGreaterThan(5)
    expect(boxes.bars.every(({ left, right }) => left >= boxes.left && right <= boxes.right)).toBe(true)
    expect(new Set(boxes.bars.map(({ bottom }) => Math.round(bottom))).size).toBe(1)
  })

  it('publishes totals at a press, and takes them back', async () => {
    const page = await visit('/insights', { javaScriptEnabled: false })
    const visitor = await chromium.newPage()
    const seen = async () => {
      await visitor.goto(`/@${HANDLE}`)
      return visitor.getByRole('heading', { name: 'By the numbers' }).count()
    }
    expect(await seen()).toBe(0)
    await page.getByRole('button', { name: 'Show these totals' }).click()
    expect(await seen()).toBe(1)
    await page.getByRole('button', { name: 'Stop showing them' }).click()
    expect(await seen()).toBe(0)
  })

  it('is reached from the owner’s page, as the sessions are', async () => {
    const page = await visit('')
    await page.getByRole('link', { name: 'Insights' }).click()
    await page.getByRole('heading', { name: 'Insights', level: 1 }).waitFor()
    await page
      .getByRole('navigation', { name: `Pages of @${HANDLE}` })
      .getByRole('link', { name: 'Sessions' })
      .click()
    await page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor()
  })
})

describe('the story of a month', () => {
  it('is gone through by arrow keys and by its dots, and says which card is shown', async () => {
    const page = await visit('/2025/06', { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
    const complaints = complaintsOf(page)
    const shown = () => page.locator('[data-story-dot][aria-current]').textContent()
    await expect.poll(shown).toMatch(/^\s*1: /)
    for (const [key, place] of [
      ['ArrowRight', 2],
      ['ArrowRight', 3],
      ['ArrowLeft', 2],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(shown).toMatch(new RegExp(`^\\s*${place}: `))
    }
    await page.locator('[data-story-dot]').last().click()
    await expect.poll(() => page.locator('.story-card').last().boundingBox()).toMatchObject({ x: 16 })
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
  })
})
