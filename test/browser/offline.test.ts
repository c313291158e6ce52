import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { createProfile } from './api.ts'
import { chromiumOnly, useChromium } from './chromium.ts'
import { type LaurelServer, startServer } from './server.ts'

// Its network is cut, so it has a server of its own.
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
let server: LaurelServer | undefined
const chromium = useChromium(() => server?.url ?? '')

beforeAll(async () => {
  server = await startServer({ data: folder })
})
afterAll(async () => {
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Opens the front page and waits until it is kept. */
async function keptFrontPage(): Promise<Page> {
  const page = await chromium.newPage({ serviceWorkers: 'allow' })
  await page.goto('/')
  await page.evaluate('navigator.serviceWorker.ready.then(({ active }) => active.state)')
  return page
}

/** The worker that answers pages, and how far it is. */
const WORKER = `navigator.serviceWorker.ready.then(({ active }) => active.scriptURL + ' ' + active.state)`

/** Returns what is kept: the path of each entry, with its text. */
const kept = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(`(async () => {
    const found = {}
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        found[new URL(request.url).pathname] = await (await cache.match(request)).text()
      }
    }
    return found
  })()`)

chromiumOnly(
  'the front page, once loaded, opens and reads the sample history without a network',
  async () => {
    const page = await keptFrontPage()
    await page.context().setOffline(true)
    await page.reload()
    const buffer = gunzipSync(await readFile('dist/assets/sample.db.gz'))
    await page
      .locator('[data-scan] input[type=file]')
      .setInputFiles({ name: 'state.db', mimeType: '', buffer })
    await page.locator('[data-local]:not([hidden])').waitFor()
    await page.locator('#hero').waitFor()
    expect(await page.locator('#hero').innerText()).toMatch(/30\s+of 60\s+unlocked/)
  },
)

chromiumOnly(
  'any other page says without a network that there is none, and leads to what works',
  async () => {
    const page = await keptFrontPage()
    await page.context().setOffline(true)
    await page.goto('/docs')
    expect(await page.locator('h1').innerText()).toBe('You are offline')
    await page.getByRole('link', { name: 'Read a history' }).click()
    await page.locator('[data-scan]').waitFor()
  },
)

chromiumOnly('is kept in the language that its reader chose last, with the words of its script', async () => {
  const page = await keptFrontPage()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect.poll(() => page.evaluate(WORKER)).toMatch(/lang=de activated$/)
  expect(Object.keys(await kept(page)).filter((path) => /home-|^.$/.test(path))).toEqual(['/', '/home-de.js'])
  await page.context().setOffline(true)
  await page.goto('/')
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page
    .locator('[data-scan] input[type=file]')
    .setInputFiles({ name: 'state.db', mimeType: '', buffer: Buffer.from('notes') })
  await page.getByText('Das ist keine SQLite-Datenbank.').waitFor()
  await page.goto('/docs')
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
})

chromiumOnly('no page of an owner is kept, nor what the front page shows them', async () => {
  const handle = 'kept-by-no-worker'
  const ownerKey = await createProfile(server?.url ?? '', handle, 'private')
  const page = await keptFrontPage()
  await page.goto('/sign-in')
  await page.locator('[name=handle]').fill(handle)
  await page.locator('[name=owner_key]').fill(ownerKey)
  await page.locator('main [type=submit]').click()
  await page.waitForURL(`**/@${handle}`)
  await page.goto('/')
  await page.goto(`/@${handle}/sessions`)
  const entries = await kept(page)
  expect(Object.keys(entries).sort()).toEqual([
    '/',
    '/favicon.svg',
    '/home.js',
    '/laurel.css',
    '/murmur.wasm',
    '/offline',
    '/scan-worker.js',
    '/source-serif-4-latin-600.woff2',
    '/sql-wasm.wasm',
    '/walk.wasm',
  ])
  expect(JSON.stringify(entries)).not.toContain(handle)
  await page.context().setOffline(true)
  await page.goto(`/@${handle}`)
  expect(await page.locator('h1').innerText()).toBe('You are offline')
})
