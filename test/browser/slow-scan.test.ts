import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AchievementsPayload } from '../../src/contract/achievements.ts'
import expected from '../golden/history.expected.json'
import { achievements, createProfile, upload } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'
import { type LaurelServer, startServer } from './server.ts'

const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const persistTo = join(folder, 'state')
/** Of a server whose slices are tiny: scans take long enough there to be watched and to be interrupted. */
const SLOW = { SLICE_SESSIONS: 8, PARTIAL_VIEW_EVERY_SESSIONS: 40 }
/** Has a page pause for tenths of seconds where it would pause for seconds. */
const SHORT_PAUSES = `{
  const set = globalThis.setTimeout
  globalThis.setTimeout = (run, ms, ...values) => set(run, ms < 1000 ? ms : ms / 10, ...values)
}`
const chromium = useChromium(() => server?.url ?? '')
let server: LaurelServer | undefined

beforeAll(async () => {
  server = await startServer({ data: persistTo, vars: SLOW })
})

afterAll(async () => {
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

it('leads from the sample, by a live banner, to a finished page without a reload', async () => {
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await visitSample(page)
  const loads = countLoads(page)
  await page.getByText(/^Scanned \d+ of 193 sessions · \d+ %$/).waitFor()
  const early = await unlocked(page)
  await page.getByText(/^Scanned \d+ of 193/).waitFor({ state: 'hidden' })
  await expect.poll(() => unlocked(page)).toBe(30)
  expect(early).toBeLessThan(30)
  expect(loads()).toBe(0)
  expect(complaints).toEqual([])
})

it('follows a scan by polling where events can’t be had', async () => {
  const page = await chromium.newPage()
  await page.addInitScript(SHORT_PAUSES)
  await page.route('**/events', (route) => route.abort())
  await visitSample(page)
  await expect.poll(() => unlocked(page), { timeout: 60_000 }).toBe(30)
})

it('goes on with another stream when one ends', async () => {
  const page = await chromium.newPage()
  let streams = 0
  let polls = 0
  await page.route('**/events', (route) => {
    streams++
    if (streams > 1) return route.fallback()
    return route.fulfill({ contentType: 'text/event-stream', body: 'retry: 100\n\n' })
  })
  await page.route('**/scan-status', (route) => {
    polls++
    return route.fallback()
  })
  await visitSample(page)
  await expect.poll(() => unlocked(page), { timeout: 60_000 }).toBe(30)
  expect([streams, polls]).toEqual([2, 0])
})

it('asks again for a page that could not be had, though the scan is over', async () => {
  const page = await chromium.newPage()
  await page.addInitScript(SHORT_PAUSES)
  let cutOff = true
  let lost = 0
  await page.route('**/@sample-*', (route) => {
    if (!cutOff || route.request().resourceType() !== 'fetch') return route.fallback()
    lost++
    return route.abort()
  })
  await visitSample(page)
  const handle = new URL(page.url()).pathname.slice(2)
  const mode = async () => (await achievements(server?.url ?? '', handle)).scan_meta.mode
  await expect.poll(mode, { timeout: 60_000 }).toBe('full')
  const before = lost
  // The last event has come, and what it led to is lost.
  await expect.poll(() => lost, { timeout: 60_000 }).toBeGreaterThan(before)
  expect(await unlocked(page)).toBeLessThan(30)
  cutOff = false
  await expect.poll(() => unlocked(page), { timeout: 60_000 }).toBe(30)
})

it('says when the scan ends what was earned since it began', async () => {
  const page = await chromium.newPage()
  await visitSample(page)
  await page.getByRole('heading', { name: '30 badges earned', exact: true }).waitFor({ timeout: 60_000 })
})

it('finishes a scan by itself when the server is killed in the middle of it and started again', async () => {
  const history = gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url)))
  const ownerKey = await createProfile(server?.url ?? '', 'restarted')
  await upload(server?.url ?? '', 'restarted', ownerKey, history)
  await expect.poll(async () => (await viewOf(server)).scan_meta.mode).toBe('in_progress')
  await server?.kill()

  server = await startServer({ data: persistTo })
  await expect.poll(async () => (await viewOf(server)).scan_meta.mode, { timeout: 60_000 }).toBe('full')
  const view = await viewOf(server)
  expect(view.scan_meta).toMatchObject({ sessions_rescanned: 110, sessions_total: 110 })
  expect(view.unlocked_count).toBe(expected.unlocked_count)
})

async function viewOf(server: LaurelServer | undefined): Promise<AchievementsPayload> {
  return achievements(server?.url ?? '', 'restarted')
}

async function visitSample(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Try the sample history' }).click()
  await page.waitForURL('**/@sample-*')
}

async function unlocked(page: Page): Promise<number> {
  return page.locator('.badge.is-unlocked').count()
}

/** Counts the times that the page is loaded again from now on. */
function countLoads(page: Page): () => number {
  let loads = 0
  page.on('framenavigated', () => {
    loads += 1
  })
  return () => loads
}
