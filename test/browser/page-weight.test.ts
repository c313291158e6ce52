import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject } from 'vitest'
import { createProfile, scan } from './api.ts'
import { chromiumOnly, own, useChromium } from './chromium.ts'
import { DESK, PHONE } from './scanned-page.ts'

const chromium = useChromium()
const HANDLE = 'weighed'
/** What a visitor fetches to see a page, as compressed. Unit: bytes. */
const PAGE_MAX_BYTES = 90_000
/** Beyond the tenth of a second for which a browser holds the first drawing back for a font. Unit: ms. */
const LATE_MS = 1000
let ownerKey = ''

beforeAll(async () => {
  const { url } = inject('server')
  ownerKey = await createProfile(url, HANDLE)
  // What a first scan brings is no news to visitors: that is the small one.
  await scan(url, HANDLE, ownerKey, 'edges')
  await scan(url, HANDLE, ownerKey, 'sample')
})

chromiumOnly(
  'a visitor fetches at most 90 kB for the page of the sample history, fonts among them',
  async () => {
    const page = await chromium.newPage()
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const received: number[] = []
    session.on('Network.loadingFinished', ({ encodedDataLength }) => received.push(encodedDataLength))
    await page.goto(`/@${HANDLE}`, { waitUntil: 'networkidle' })
    expect(await page.evaluate(`[...document.fonts].map(({ status }) => status)`)).toEqual(['loaded'])
    const bytes = received.reduce((sum, length) => sum + length, 0)
    // Less than that would be a page without its parts.
    expect(bytes).toBeGreaterThan(40_000)
    expect(bytes).toBeLessThanOrEqual(PAGE_MAX_BYTES)
  },
)

describe.each([PHONE, DESK])('nothing moves while a page loads at $width px', (viewport) => {
  chromiumOnly.each(['/', `/@${HANDLE}`, `/@${HANDLE}/provider_polyglot`, '/docs'])('%s', async (path) => {
    const page = await chromium.newPage({ viewport, reducedMotion: 'no-preference' })
    await page.addInitScript(SHIFTS)
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await shifts(page)).toEqual([])
  })

  chromiumOnly('a title font that comes late', async () => {
    const page = await chromium.newPage({ viewport, reducedMotion: 'no-preference' })
    await page.route('**/*.woff2', async (route) => {
      await page.waitForTimeout(LATE_MS)
      await route.continue()
    })
    await page.addInitScript(SHIFTS)
    await page.goto('/', { waitUntil: 'networkidle' })
    expect(await shifts(page)).toEqual([])
  })

  chromiumOnly.each([
    { owner: false, query: '' },
    { owner: true, query: '' },
    // Its script waits for what it says.
    { owner: false, query: '?lang=de' },
  ])('the celebration is there, and the reader owns the page: $owner $query', async ({ owner, query }) => {
    const page = await chromium.newPage({ viewport, reducedMotion: 'no-preference' })
    await page.addInitScript(`localStorage.setItem('laurel.seen.${HANDLE}', '0')`)
    await page.addInitScript(SHIFTS)
    if (owner) await own(page, HANDLE, ownerKey)
    await page.goto(`/@${HANDLE}${query}`, { waitUntil: 'networkidle' })
    expect(await page.locator('#celebration').isVisible()).toBe(true)
    expect(await shifts(page)).toEqual([])
  })
})

const SHIFTS = `
  globalThis.shifts = []
  globalThis.shiftsSeen = new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries()))
  globalThis.shiftsSeen.observe({ type: 'layout-shift', buffered: true })
`

/** What moved, and by how much, after the fonts came and two frames were drawn. */
function shifts(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    return [...globalThis.shifts, ...globalThis.shiftsSeen.takeRecords()].map(({ value, sources }) =>
      [value, ...sources.map(({ node }) => node?.nodeName + '.' + (node?.className ?? ''))])
  })()`)
}
