import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { history as historyOf } from '../snapshot/histories.ts'
import { complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()
const history = Buffer.from(
  await historyOf((run) => {
    run(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1234)
      INSERT INTO sessions (id, source, started_at) SELECT 'session-' || n, 'cli', 1750000000 + n FROM numbers`)
  }),
)
const WORDS = '**/home-de.js'

it('a script speaks its page’s language, and writes numbers as it does; so does the worker that reads a history', async () => {
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await openFrontPage(page, '/?lang=de')
  await choose(page, gzipSync(history))
  await page.getByText('Das ist keine SQLite-Datenbank, sondern anscheinend ein gzip-Archiv.').waitFor()
  await choose(page, history)
  await expect.poll(() => lineOf(page)).toMatch(/^1\.234 Sitzungen, hier gelesen in \d/)
  await page.evaluate(`location.hash = '#/sessions'`)
  await page.locator('#local-shown h1', { hasText: /^Sitzungen$/ }).waitFor()
  expect(complaints).toEqual([])
})

it('a script whose words can’t be loaded speaks English, and one in English asks for none', async () => {
  const page = await chromium.newPage()
  const words: string[] = []
  page.on('request', (request) => {
    if (/-\w\w\.js$/.test(request.url())) words.push(new URL(request.url()).pathname)
  })
  await page.route(WORDS, (route) => route.abort())
  await openFrontPage(page, '/?lang=de')
  await choose(page, history)
  await expect.poll(() => lineOf(page)).toMatch(/^1,234 sessions, read here in \d/)
  await openFrontPage(page, '/?lang=en')
  expect(words).toEqual(['/home-de.js'])
})

it('the language that is chosen below a page is that of the next pages, too', async () => {
  const page = await chromium.newPage()
  const shown = () => page.locator('html').getAttribute('lang')
  const press = (name: string) => page.getByRole('button', { name }).click()
  await page.goto('/verify')
  await press('Français')
  await expect.poll(shown).toBe('fr')
  expect(new URL(page.url()).pathname).toBe('/verify')
  await page.goto('/')
  expect(await shown()).toBe('fr')
  expect(await page.getByRole('button', { name: 'Français' }).getAttribute('aria-pressed')).toBe('true')
  await press('English')
  await expect.poll(shown).toBe('en')
})

/** Opened, and all that a scan needs is loaded. */
async function openFrontPage(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('[data-scan][data-ready]').waitFor()
}

function choose(page: Page, buffer: Buffer): Promise<void> {
  return page.locator('#scan-history').setInputFiles({ name: 'state.db', mimeType: '', buffer })
}

/** What is said above the result. */
async function lineOf(page: Page): Promise<string> {
  return (await page.locator('[data-local-line]').textContent()) ?? ''
}
