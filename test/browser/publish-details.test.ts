import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { canaryHistory } from './canaries.ts'
import { chromiumOnly, complaintsOf, useChromium } from './chromium.ts'
import { choose, frontPage, publishAs, requestsOf, whatIsShown } from './publishing.ts'

/** All tests share a server, and another one holds that nothing of its own canary is stored. */
const CANARY = 'Canary3D'

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const [canaries, golden] = [join(folder, 'canaries.db'), join(folder, 'golden.db')]

beforeAll(async () => {
  await writeFile(canaries, await canaryHistory(CANARY))
  await writeFile(golden, gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url))))
})
afterAll(() => rm(folder, { recursive: true }))

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Your result' }).getByRole('link', { name })
const box = (page: Page) => page.getByRole('checkbox', { name: /Also my sessions and insights/ })
const titles = (page: Page) => page.locator('.session h2').allTextContents()

it('shows sessions and insights before anything is sent, searched and paged without the network', async () => {
  const page = await frontPage(chromium)
  const complaints = complaintsOf(page)
  const requests = requestsOf(page)
  await page.context().setOffline(true)
  await choose(page, golden)
  expect(await tab(page, 'Badges').getAttribute('aria-current')).toBe('true')
  await tab(page, 'Sessions').click()
  await page.getByText('1–50 of 101 conversations').waitFor()
  expect(await page.locator('.badge').first().isVisible()).toBe(false)
  await page.getByRole('link', { name: 'Next' }).click()
  await page.getByText('51–100 of 101 conversations').waitFor()
  expect(await page.locator('[data-local-details]').evaluate((panel) => panel.matches(':focus'))).toBe(true)
  await page.getByLabel('Search titles').fill('session 76')
  await page.getByLabel('Search titles').press('Enter')
  await expect.poll(() => titles(page)).toEqual(['Session 76'])
  await page.getByText('Details of Session 76').click()
  await page.getByText('This session alone would unlock').waitFor()
  await page.goBack()
  await page.getByText('51–100 of 101 conversations').waitFor()
  await page.getByRole('search', { name: 'Sessions' }).getByLabel('Sort by').selectOption('Most tokens')
  await page.getByText('1–50 of 101 conversations').waitFor()

  await tab(page, 'Insights').click()
  await page.getByRole('link', { name: 'All', exact: true }).click()
  const figures = page.locator('.overview-figures')
  await figures.getByText('110', { exact: true }).waitFor()
  await page.locator('.top-sessions a').first().click()
  await expect.poll(() => titles(page)).toHaveLength(1)

  await tab(page, 'Badges').click()
  await page.locator('.badge').first().waitFor()
  expect(await figures.isVisible()).toBe(false)
  expect([requests, complaints]).toEqual([[], []])
})

it('keeps showing them when the next file can’t be read', async () => {
  const page = await frontPage(chromium)
  await choose(page, golden)
  const notes = { name: 'state.db', mimeType: '', buffer: Buffer.from('These are only notes.') }
  await page.locator('#scan-history').setInputFiles(notes)
  await page.locator('[data-scan-status].is-error').waitFor({ state: 'attached' })
  await tab(page, 'Sessions').click()
  await page.getByText('1–50 of 101 conversations').waitFor()
})

it('leaves no trace of them when a result is discarded', async () => {
  const page = await frontPage(chromium)
  await choose(page, canaries)
  await tab(page, 'Sessions').click()
  await page.getByRole('checkbox', { name: /Include parts/ }).check()
  await page.getByText('12 sessions', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(new URL(page.url()).hash).toBe('')
  expect(await page.locator('[data-local-details]').isVisible()).toBe(false)
  expect(await page.content()).not.toContain(CANARY)
})

chromiumOnly('publishes them for their owner alone, if the owner says so', async () => {
  const page = await frontPage(chromium)
  const complaints = complaintsOf(page)
  const requests = requestsOf(page)
  await choose(page, canaries)
  await tab(page, 'Sessions').click()
  await page.getByRole('checkbox', { name: /Include parts/ }).check()
  await page.getByText('12 sessions', { exact: true }).waitFor()
  await page.getByLabel('Search titles').fill(`${CANARY} title 11`)
  await page.getByLabel('Search titles').press('Enter')
  await expect.poll(() => titles(page)).toEqual([`${CANARY} title 11`])
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('detailed')
  await page.getByRole('radio', { name: /Public/ }).check()
  expect(await whatIsShown(page)).not.toContain(CANARY)
  expect(await box(page).isChecked()).toBe(false)
  await box(page).check()
  await page.getByText('each session’s title, id and first words').waitFor()
  await expect.poll(() => whatIsShown(page)).toContain(`"preview":"${CANARY} do it"`)
  const shown = await whatIsShown(page)
  await publishAs(page, 'detailed')
  const withText = requests.filter(({ url, body }) => `${url} ${body}`.includes(CANARY))
  expect(withText.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([['PUT', JSON.parse(shown)]])

  const visitor = await chromium.newPage()
  for (const path of ['', '/sessions?children=1', '/insights?days=all', '/templates']) {
    const [own, others] = await Promise.all(
      [page, visitor].map(async ({ request }) => (await request.get(`/@detailed${path}`)).text()),
    )
    if (path.startsWith('/sessions')) expect(own).toContain(`${CANARY} title 0`)
    expect(others).not.toContain(CANARY)
  }
  for (const path of ['sessions', 'insights', 'insights/daily']) {
    const api = `/api/v1/profiles/detailed/${path}`
    expect([path, (await visitor.request.get(api)).status()]).toEqual([path, 401])
    expect([path, (await page.request.get(api)).status()]).toEqual([path, 200])
  }
  await page.goto('/@detailed/insights?days=all')
  await page.locator('.overview-figures').getByText('12', { exact: true }).waitFor()
  expect(await readFile(inject('server').log, 'utf8')).not.toContain(CANARY)
  expect(complaints).toEqual([])
})

it('keeps publishing them with updates, and says what happens without', async () => {
  const page = await frontPage(chromium)
  await choose(page, golden)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('kept-details')
  await box(page).check()
  await publishAs(page, 'kept-details')
  const conversations = async () => (await page.request.get('/@kept-details/sessions')).text()
  expect(await conversations()).toContain('1–50 of 101 conversations')

  await page.locator('[data-scan][data-ready]').waitFor()
  await choose(page, golden)
  await tab(page, 'Sessions').click()
  await page.getByText('1–50 of 101 conversations').waitFor()
  expect(await page.locator('#hero').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  expect(await box(page).isChecked()).toBe(true)
  const removed = page.getByText('Publishing without them removes')
  expect(await removed.isVisible()).toBe(false)
  await box(page).uncheck()
  await removed.waitFor()
  await page.locator('[type=submit]:enabled', { hasText: 'Publish now' }).click()
  await expect.poll(() => page.getByText('Only you can see this.').isVisible()).toBe(false)
  await page.locator('#hero').waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await expect.poll(conversations).toContain('Of 110 sessions, only the counts were published.')
})
