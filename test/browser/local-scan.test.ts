import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import expected from '../golden/history.expected.json'
import today from '../golden/today/today.lived.expected.json'
import withWal from '../golden/wal-pair/expected.json'
import { database, golden as goldenHistory, history as historyOf } from '../snapshot/histories.ts'
import { amidTransaction } from '../snapshot/journals.ts'
import { chromiumOnly, complaintsOf, useChromium } from './chromium.ts'
import { FIGURES, figuresIn } from './figures.ts'
import { watchWorkers } from './worker-memory.ts'

const MiB = 1024 * 1024

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const golden = Buffer.from(goldenHistory('history'))
const history = join(folder, 'state.db')
await writeFile(history, golden)
/** Where the figures do not matter. */
const small = join(folder, 'small.db')
await writeFile(small, goldenHistory('edges'))
afterAll(() => rm(folder, { recursive: true }))

it('reads a history with the network cut, shows its golden figures, and asks nothing of the network', async () => {
  const page = await frontPage()
  const complaints = complaintsOf(page)
  const requests = requestsOf(page)
  await page.context().setOffline(true)
  await choose(page, history)
  await resultOf(page)
  expect(await page.evaluate(FIGURES)).toEqual(Object.fromEntries(expected.achievements.map(figuresIn)))
  const score = (await page.locator('#hero').innerText()).replace(/\s+/g, ' ')
  expect(score).toContain(`${expected.unlocked_count} of ${expected.total_count}`)
  expect(score).toContain(`Sessions ${expected.aggregate.session_count}`)
  expect([requests, complaints]).toEqual([[], []])
})

it('counts in a history of today’s Hermes what happened, once', async () => {
  const file = join(folder, 'today.db')
  await writeFile(file, gunzipSync(await readFile(new URL('../golden/today/today.db.gz', import.meta.url))))
  const page = await frontPage()
  await choose(page, file)
  await resultOf(page)
  expect(await page.locator('[data-local-line]').innerText()).toContain(
    `${today.aggregate.session_count} sessions, read here`,
  )
  expect(await page.evaluate(FIGURES)).toEqual(Object.fromEntries(today.achievements.map(figuresIn)))
  const score = (await page.locator('#hero').innerText()).replace(/\s+/g, ' ')
  expect(score).toContain(`${today.unlocked_count} of ${today.total_count}`)
  expect(score).toContain(`Sessions ${today.aggregate.session_count}`)
})

chromiumOnly('says which sessions were not counted completely, to whoever has the file alone', async () => {
  const bytes = await historyOf((run) => {
    run(`INSERT INTO sessions (id, source, started_at) VALUES ('of-milliseconds', 'cli', 1750000000123)`)
    run(`INSERT INTO sessions (id, source, started_at) VALUES ('of-seconds', 'cli', 1750000000)`)
  })
  const page = await frontPage()
  await page
    .locator('[data-scan] input[type=file]')
    .setInputFiles({ name: 'state.db', mimeType: '', buffer: Buffer.from(bytes) })
  await resultOf(page)
  const told = page.getByRole('region', { name: 'Not counted completely' })
  await told.getByText('1 session was not counted completely').click()
  expect(await told.locator('li').allTextContents()).toEqual(['of-milliseconds'])
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.locator('[type=submit]:enabled', { hasText: 'Publish now' }).waitFor()
  await page.locator('[data-sent] summary').click()
  const sent = page.locator('[data-sent-json]')
  await expect.poll(() => sent.textContent()).toContain('"sessions"')
  expect(await sent.textContent()).not.toContain('of-milliseconds')
})

it('narrows the result by its filters, without the network', async () => {
  const page = await frontPage()
  const requests = requestsOf(page)
  await page.context().setOffline(true)
  await choose(page, history)
  await resultOf(page)
  await page.getByRole('link', { name: 'Tool Mastery' }).click()
  expect(await page.locator('#badges section').count()).toBe(1)
  await page.getByRole('link', { name: /^All \d/ }).click()
  await page.getByRole('link', { name: 'All categories' }).click()
  await expect.poll(() => page.locator('.badge[data-standing]').count()).toBe(expected.achievements.length)
  expect(requests).toEqual([])
})

it('searches and orders the result, without the network and without leaving it', async () => {
  const page = await frontPage()
  const requests = requestsOf(page)
  await page.context().setOffline(true)
  await choose(page, history)
  await resultOf(page)
  const names = () => page.locator('.badge h3').allInnerTexts()
  await page.getByLabel('Search badges').fill('model')
  await page
    .getByRole('status')
    .filter({ hasText: /^\d+ of \d+ badges$/ })
    .waitFor()
  await page.getByLabel('Sort by').selectOption('name')
  await expect.poll(names).toEqual((await names()).toSorted((a, b) => a.localeCompare(b, 'en')))
  expect((await names()).length).toBeLessThan(expected.achievements.length)
  await page.getByLabel('Search badges').fill('')
  await expect.poll(async () => (await names()).length).toBe(expected.total_count)
  expect([new URL(page.url()).search, requests]).toEqual(['', []])
})

it('reads what was committed to the -wal beside it', async () => {
  const page = await frontPage()
  const files = ['state.db', 'state.db-wal'].map(async (name) => {
    const compressed = await readFile(new URL(`../golden/wal-pair/${name}.gz`, import.meta.url))
    return { name, mimeType: '', buffer: gunzipSync(compressed) }
  })
  await page.locator('#scan-history').setInputFiles(await Promise.all(files))
  await resultOf(page)
  expect(await page.locator('[data-local-line]').innerText()).toContain(
    `${withWal.aggregate.session_count} sessions`,
  )
  expect(await page.locator('.badge.is-unlocked').count()).toBe(withWal.unlocked_count)
})

it('reads three files under any names, told apart by what they begin with', async () => {
  const page = await frontPage()
  const { main, journal, before } = amidTransaction((run) => run("UPDATE messages SET role = 'tool'"))
  const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })
  await page.locator('#scan-history').setInputFiles([file('c', journal), file('state (1)', main)])
  await resultOf(page)
  const figures = await page.evaluate(FIGURES)
  await page.locator('[data-local-discard]').click()
  await page.locator('#scan-history').setInputFiles(file('before.db', before))
  await resultOf(page)
  expect(figures).toEqual(await page.evaluate(FIGURES))
})

it('says that a history whose agent keeps a -wal was read without it', async () => {
  const page = await frontPage()
  const compressed = await readFile(new URL('../golden/wal-pair/state.db.gz', import.meta.url))
  await page
    .locator('#scan-history')
    .setInputFiles({ name: 'state.db', mimeType: '', buffer: gunzipSync(compressed) })
  await resultOf(page)
  expect(await page.locator('[data-local-line]').innerText()).toContain('without a state.db-wal')
})

it('takes a file that is dropped beside the zone, and does not leave a result for one', async () => {
  const page = await frontPage()
  expect(await dropOn(page, 'h1', golden)).toBe(true)
  await resultOf(page)
  expect(await dropOn(page, '#hero', golden)).toBe(true)
  expect(await page.locator('.badge.is-unlocked').count()).toBe(expected.unlocked_count)
})

it('stops reading when it is cancelled, says so, and takes the next history, still without the network', async () => {
  const page = await frontPage()
  await page.context().setOffline(true)
  // As soon as the button is there: on a fast machine a reader would be late.
  await page.evaluate(`
    const cancel = document.querySelector('[data-scan-cancel]')
    document.querySelector('#scan-history').addEventListener('change', () => setTimeout(() => cancel.click()), { once: true })
  `)
  await choose(page, history)
  await page.getByText('Cancelled. Nothing was kept.').waitFor()
  expect(await page.locator('.badge').count()).toBe(0)
  await choose(page, small)
  await resultOf(page)
})

it.each([
  ['notes', Buffer.from('These are only notes. '.repeat(100)), /not an SQLite database/i],
  ['an encrypted database', randomBytes(64 * 1024), /encrypted/i],
  ['a compressed database', gzipSync(golden), /looks like gzip data/i],
  ['a database that was cut off', golden.subarray(0, 100_000), /end of this database is missing/i],
  ['a database of something else', await otherDatabase(), /sessions/i],
])('says why it can’t read %s, and takes another file', async (_, bytes, words) => {
  const page = await frontPage()
  await page.locator('#scan-history').setInputFiles({ name: 'state.db', mimeType: '', buffer: bytes })
  await page.locator('[data-scan-status].is-error').filter({ hasText: words }).waitFor()
  await choose(page, small)
  await resultOf(page)
})

chromiumOnly('reads a file of 1 GB within 64 MiB', async () => {
  const large = join(folder, 'large.db')
  await writeFile(large, golden)
  await truncate(large, 1024 * MiB)
  const page = await chromium.newPage()
  const workers = await watchWorkers(page)
  await openFrontPage(page)
  let most = 0
  let done = false
  const watching = (async () => {
    while (!done) most = Math.max(most, await workers.buffersAndHeap())
  })()
  await choose(page, large)
  await resultOf(page)
  done = true
  await watching
  expect(most).toBeGreaterThan(0)
  expect(most + (await workers.webAssembly())).toBeLessThanOrEqual(64 * MiB)
  expect(await page.locator('.badge.is-unlocked').count()).toBe(expected.unlocked_count)
})

it('says what the browser lacks, and what to do, before any file is chosen', async () => {
  const page = await chromium.newPage()
  await page.addInitScript('delete globalThis.Worker')
  await page.goto('/')
  await page
    .locator('[data-scan-status].is-error')
    .getByText(/^This needs web workers, .* laurel command/)
    .waitFor()
  await choose(page, small)
  await page
    .locator('[data-scan-status].is-error')
    .getByText(/^This needs web workers/)
    .waitFor()
})

it('says so when the worker fails after reading, and leaves the page as it was', async () => {
  const page = await chromium.newPage()
  await page.addInitScript(`
    const { postMessage } = Worker.prototype
    Worker.prototype.postMessage = function (order, transfer) {
      if (order.order === 'view') this.dispatchEvent(new ErrorEvent('error'))
      else postMessage.call(this, order, transfer)
    }
  `)
  await openFrontPage(page)
  await choose(page, small)
  await page.locator('[data-scan-status].is-error').getByText('The result can’t be shown.').waitFor()
  expect(await page.locator('#scan-history').isEnabled()).toBe(true)
})

chromiumOnly('gives the reading worker a policy under which it can’t send anything', async () => {
  const page = await frontPage()
  const refused = await page.workers()[0]?.evaluate(`
    const attempts = [fetch('/healthz'), import('/home.js'), WebAssembly.compileStreaming(fetch('/sql-wasm.wasm'))]
    Promise.allSettled(attempts).then((outcomes) => outcomes.map(({ status }) => status))
  `)
  expect(refused).toEqual(['rejected', 'rejected', 'rejected'])
  const compiled = page.evaluate(() => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])))
  await expect(compiled).rejects.toThrow(/Content Security Policy/)
})

async function frontPage(): Promise<Page> {
  const page = await chromium.newPage({ timezoneId: 'UTC' })
  await openFrontPage(page)
  return page
}

/** Opened, and all that a scan needs is loaded. */
async function openFrontPage(page: Page): Promise<void> {
  await page.goto('/')
  await page.locator('[data-scan][data-ready]').waitFor()
}

function choose(page: Page, path: string): Promise<void> {
  return page.locator('#scan-history').setInputFiles(path)
}

/** Drops a file. False when the page leaves it to the browser, which would go and show it. */
async function dropOn(page: Page, selector: string, bytes: Buffer): Promise<unknown> {
  return page.evaluate(`
    const bytes = Uint8Array.fromBase64('${bytes.toString('base64')}')
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'state.db'))
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
    !document.querySelector('${selector}').dispatchEvent(drop)
  `)
}

async function resultOf(page: Page): Promise<void> {
  await page.getByText('Only you can see this.').waitFor()
}

function requestsOf(page: Page): string[] {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  return requests
}

/** A database that holds no history. */
async function otherDatabase(): Promise<Buffer> {
  return Buffer.from(await database((run) => run('CREATE TABLE notes (text TEXT)')))
}
