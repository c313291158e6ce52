import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import expected from '../golden/history.expected.json'
import { complaintsOf, useChromium } from './chromium.ts'
import { choose, publishAs } from './publishing.ts'
import { type LaurelServer, startServer } from './server.ts'

const BASE = '/laurel'
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const history = join(folder, 'state.db')
await writeFile(history, gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url))))
/** The paths that were asked for outside of the base. */
const outside: string[] = []
let server: LaurelServer | undefined
let root = ''
/** Where the server itself listens. */
let port = 0

/** A proxy for what is below the base, which it passes on. There is nothing else on its host. */
const proxy = createServer((incoming, outgoing) => {
  const { method, url: path = '', headers } = incoming
  if (path !== BASE && !path.startsWith(`${BASE}/`)) {
    outside.push(path)
    outgoing.writeHead(404).end()
    return
  }
  // A connection that is kept may be one that the server has just ended.
  const own = { ...headers, connection: 'close' }
  const onward = request(
    `http://127.0.0.1:${port}${path}`,
    { method, headers: own, agent: false },
    (answer) => {
      // A page that was left waits for nothing. Node 26 throws where earlier ones pass on an error.
      if (outgoing.destroyed) return void answer.destroy()
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, outgoing, () => undefined)
    },
  )
  onward.on('error', () => outgoing.destroy())
  pipeline(incoming, onward, () => undefined)
})
function leave(): void {
  proxy.close()
  proxy.closeAllConnections()
}
const chromium = useChromium(() => root)

beforeAll(async () => {
  await once(proxy.listen(0), 'listening')
  const address = proxy.address()
  root = `http://localhost:${typeof address === 'object' && address?.port}${BASE}`
  server = await startServer({
    data: join(folder, 'data'),
    vars: { PUBLIC_ORIGIN: root },
    onEvent: ({ event, port: own }) => {
      if (event === 'listening') port = Number(own)
    },
  })
})
afterAll(async () => {
  leave()
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Returns the addresses on this host that a page leads to or is made of, and that are not below the base. */
const strays = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('[href], [src], [action]')]
    .map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action'))
    .map((address) => new URL(address, location.href))
    .filter(({ origin, pathname }) => origin === location.origin && !pathname.startsWith('${BASE}/'))
    .map(String)`)

it('creates a profile, uploads its history, and shows all its pages', async () => {
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await page.goto(root)
  expect(page.url()).toBe(`${root}/`)
  await page.getByLabel('Handle').fill('ada')
  await page.locator('#create input[type=file]').setInputFiles(history)
  await page.getByRole('button', { name: 'Create my page' }).click()
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.waitForURL(`${root}/@ada`)
  await expect.poll(() => page.locator('.badge.is-unlocked').count()).toBe(expected.unlocked_count)
  const badge = await page.locator('.badge.is-unlocked a').first().getAttribute('href')
  const below = ['/@ada/sessions', '/@ada/insights', '/@ada/templates', '/@ada/embed', '/docs', '/verify']
  for (const url of [...below.map((path) => root + path), new URL(badge ?? '', root).href]) {
    expect((await page.goto(url))?.status()).toBe(200)
    await page.waitForLoadState('networkidle')
    expect(await strays(page)).toEqual([])
  }
  const cookies = await page.context().cookies(root)
  expect(cookies.map(({ path }) => path)).toEqual([BASE])
  expect([complaints, outside]).toEqual([[], []])
})

it('makes a page of the sample history', async () => {
  const page = await chromium.newPage()
  await page.goto(root)
  await page.getByRole('button', { name: 'Try the sample history' }).click()
  await page.waitForURL(`${root}/@sample-*`)
  await expect.poll(() => page.locator('.badge.is-unlocked').count()).toBeGreaterThan(0)
  expect(outside).toEqual([])
})

it('counts a history in the browser, and publishes the counts', async () => {
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await page.goto(root)
  await choose(page, history)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('bea')
  await publishAs(page, 'bea', root)
  expect([complaints, outside]).toEqual([[], []])
})

it('keeps the front page, which reads a history without a network', async () => {
  const page = await chromium.newPage({ serviceWorkers: 'allow' })
  await page.goto(`${root}/`)
  const scope = await page.evaluate('navigator.serviceWorker.ready.then(({ scope }) => scope)')
  expect(scope).toBe(`${root}/`)
  leave()
  await page.reload()
  await page.locator('[data-scan] input[type=file]').setInputFiles(history)
  await page.locator('[data-local]:not([hidden])').waitFor()
  await page.goto(`${root}/docs`)
  expect(await page.locator('h1').innerText()).toBe('You are offline')
  expect(outside).toEqual([])
})
