import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ReportBatchSchema } from '../../src/contract/reports.ts'
import expected from '../golden/history.expected.json'
import { achievements } from './api.ts'
import { CANARY, canaryHistory } from './canaries.ts'
import { chromiumOnly, complaintsOf, useChromium } from './chromium.ts'
import { choose, frontPage, publishAs, requestsOf, storedFilesWith, whatIsShown } from './publishing.ts'

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const [canaries, golden, next] = ['canaries.db', 'golden.db', 'next.db'].map((name) => join(folder, name))
const { url, log } = inject('server')

beforeAll(async () => {
  await writeFile(String(canaries), await canaryHistory())
  for (const [name, path] of [
    ['history', golden],
    ['history-next', next],
  ]) {
    const compressed = await readFile(new URL(`../golden/${name}.db.gz`, import.meta.url))
    await writeFile(String(path), gunzipSync(compressed))
  }
})
afterAll(() => rm(folder, { recursive: true }))

chromiumOnly(
  'leads from a dropped file to a published page, and no text of the history to anywhere',
  async () => {
    const page = await frontPage(chromium)
    const complaints = complaintsOf(page)
    const requests = requestsOf(page)
    await choose(page, canaries)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByLabel('Handle').fill('canary')
    await page.getByRole('radio', { name: /Public/ }).check()
    const shown = await whatIsShown(page)
    await publishAs(page, 'canary')
    await page
      .locator('#celebration')
      .getByRole('heading', { name: /^\d+ badges earned$/ })
      .waitFor()

    const sent = requests.filter(({ method }) => method === 'PUT').map(({ body }) => JSON.parse(body))
    expect(sent.map((batch) => ReportBatchSchema.parse(batch))).toEqual([JSON.parse(shown)])
    expect(requests.filter(({ url, body }) => `${url} ${body}`.includes(CANARY))).toEqual([])
    expect(complaints).toEqual([])

    const view = await achievements(url, 'canary')
    expect(view).toMatchObject({ provenance: 'self-reported', scan_meta: { sessions_total: 12 } })
    expect(view.unlocked_count).toBe(await page.locator('.badge.is-unlocked').count())
    const visitor = await chromium.newPage()
    for (const path of ANSWERS) {
      const answers = [await visitor.request.get(path), await page.request.get(path)]
      for (const answer of answers) expect([path, answer.status() < 500]).toEqual([path, true])
      expect((await Promise.all(answers.map((answer) => answer.text()))).join('\n')).not.toContain(CANARY)
    }
    expect(await storedFilesWith(CANARY)).toEqual([])
    // Had it been stored, it would have been found.
    expect(await storedFilesWith('Diamond')).not.toEqual([])
    expect(await readFile(log, 'utf8')).not.toContain(CANARY)
  },
)

it('sends titles when their owner says so, and shows them to nobody else', async () => {
  const page = await frontPage(chromium)
  await choose(page, canaries)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('titled')
  expect(await whatIsShown(page)).not.toContain(CANARY)
  await page.getByRole('checkbox', { name: /Send session titles/ }).check()
  await expect.poll(() => whatIsShown(page)).toContain(`${CANARY} title 11`)
  await publishAs(page, 'titled')
  const path = '/api/v1/profiles/titled/achievements'
  const visitor = await chromium.newPage()
  expect(await (await page.request.get(path)).text()).toContain(`${CANARY} title`)
  expect(await (await visitor.request.get(path)).text()).not.toContain(CANARY)
})

chromiumOnly(
  'brings a page up to date from its owner’s browser: shows it here first, sends only what changed',
  async () => {
    const page = await frontPage(chromium)
    await choose(page, golden)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByLabel('Handle').fill('again')
    await publishAs(page, 'again')
    expect((await achievements(url, 'again')).unlocked_count).toBe(expected.unlocked_count)
    // The first publication is celebrated too: only what the update brings shows this again.
    const celebration = page.locator('#celebration')
    await celebration.getByRole('button', { name: 'Dismiss' }).click()

    await page.locator('[data-scan][data-ready]').waitFor()
    const requests = requestsOf(page)
    await choose(page, next)
    expect(requests).toEqual([])
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const shown = ReportBatchSchema.parse(JSON.parse(await whatIsShown(page)))
    // The page is fetched again only when the scan is over.
    await page.route('**/@again', async (route) => {
      const total = async () => (await achievements(url, 'again')).scan_meta.sessions_total
      await expect.poll(total, { timeout: 20_000 }).toBe(shown.sessions.length)
      await route.continue()
    })
    await page.getByRole('button', { name: 'Publish now' }).click()
    await expect
      .poll(() => page.getByText('Only you can see this.').isVisible(), { timeout: 30_000 })
      .toBe(false)
    const sent = requests.filter(({ method }) => method === 'PUT').map(({ body }) => JSON.parse(body))
    expect(sent).toHaveLength(1)
    const batch = ReportBatchSchema.parse(sent[0])
    expect(batch.sessions.length).toBeGreaterThan(0)
    expect(batch.sessions.length).toBeLessThan(shown.sessions.length / 2)
    expect(shown.sessions).toEqual(expect.arrayContaining(batch.sessions))
    await expect
      .poll(async () => (await achievements(url, 'again')).scan_meta.sessions_total)
      .toBe(shown.sessions.length)
    await celebration.getByRole('heading', { name: /^\d+ badges? earned$/ }).waitFor()
  },
)

it('goes back to the published page when a result is discarded', async () => {
  const page = await frontPage(chromium)
  await page.getByLabel('Handle').fill('discards')
  await page.getByRole('button', { name: 'Create my page' }).click()
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.locator('[data-scan][data-ready]').waitFor()
  await choose(page, golden)
  expect(await page.locator('.badge.is-unlocked').count()).toBe(expected.unlocked_count)
  await page.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect.poll(() => page.locator('.badge.is-unlocked').count()).toBe(0)
  expect((await achievements(url, 'discards')).unlocked_count).toBe(0)
})

it('keeps the result and says why when the handle is taken', async () => {
  const page = await frontPage(chromium)
  await page.request.post('/api/v1/profiles', { data: { handle: 'taken' } })
  await choose(page, golden)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('taken')
  await page.getByRole('button', { name: 'Publish now' }).click()
  await page.getByRole('alert').filter({ hasText: /taken/i }).waitFor()
  expect(await page.locator('.badge.is-unlocked').count()).toBe(expected.unlocked_count)
  await page.getByLabel('Handle').fill('not-taken')
  await publishAs(page, 'not-taken')
})

const ANSWERS = [
  '/@canary',
  '/api/v1/profiles/canary',
  ...['achievements', 'achievements/summary', 'recent-unlocks', 'scan-status', 'export', 'sources'].map(
    (what) => `/api/v1/profiles/canary/${what}`,
  ),
]
