import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Request, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { history as historyOf } from '../snapshot/histories.ts'
import { createProfile } from './api.ts'
import { chromiumOnly, own, useChromium } from './chromium.ts'

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const history = join(folder, 'state.db')

beforeAll(async () => {
  const bytes = await historyOf((run) => {
    run("INSERT INTO sessions (id, source, started_at) VALUES ('one', 'cli', 1)")
    // Where no scan reads: that of text takes longer than its upload.
    run('CREATE TABLE aside (bytes BLOB)')
    run('INSERT INTO aside VALUES (randomblob(6600000))')
  })
  await writeFile(history, bytes)
})
afterAll(() => rm(folder, { recursive: true }))

it('pauses and resumes an upload', async () => {
  const page = await ownPage('pausing')
  const chunks = await holdChunks(page)
  await page.locator('#history').setInputFiles(history)
  // As many as are sent at a time: a lane that is about to send would not notice the pause any more.
  await chunks.arrived(4)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText(/^Paused\. Uploaded 0\.0 of 6\.\d MB/).waitFor()
  const before = chunks.names.length
  await chunks.release()
  await page.getByText(/^Paused\. Uploaded [1-9]/).waitFor()
  // Had the pause not held, the next chunks would be on their way before a request of the page is answered.
  await page.evaluate(() => fetch('/healthz').then((response) => response.text()))
  expect(chunks.names).toHaveLength(before)
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('Uploaded. Scanning now.').waitFor()
  expect(chunks.names.length).toBeGreaterThan(before)
  expect(new Set(chunks.names).size).toBe(chunks.names.length)
})

it('goes on where it stopped when the page was left amid an upload', async () => {
  const page = await ownPage('leaving')
  const chunks = await holdChunks(page)
  await page.locator('#history').setInputFiles(history)
  await chunks.arrived(2)
  await chunks.release(2)
  await chunks.arrived(4)
  const arrived = chunks.names.slice(0, 2)
  page.once('dialog', (dialog) => dialog.accept())
  await page.reload()
  await openUpload(page)
  await chunks.release()
  const again = sentChunks(page)
  await page.locator('#history').setInputFiles(history)
  await page.getByText('Uploaded. Scanning now.').waitFor()
  expect(again.length).toBeGreaterThan(0)
  expect(again.filter((name) => arrived.includes(name))).toEqual([])
})

it('cancels an upload, tells the server so, and takes the file again', async () => {
  const page = await ownPage('cancelling')
  const chunks = await holdChunks(page)
  const input = page.locator('#history')
  await input.setInputFiles(history)
  await chunks.arrived(2)
  const given = page.waitForRequest((request) => request.method() === 'DELETE')
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await page.getByText('Upload cancelled.').waitFor()
  expect((await (await given).response())?.status()).toBe(204)
  await chunks.release()
  await input.setInputFiles(history)
  await page.getByText('Uploaded. Scanning now.').waitFor()
})

chromiumOnly('sends what a -wal holds with its database', async () => {
  const page = await ownPage('with-wal')
  const wal = join(folder, 'state.db-wal')
  await writeFile(wal, 'no frames yet')
  const begun = page.waitForRequest((request) => request.url().endsWith('/uploads'))
  await page.locator('#history').setInputFiles([wal, history])
  expect((await begun).postDataJSON()).toMatchObject({ wal: { size: 13 } })
  await page.getByText('Uploaded. Scanning now.').waitFor()
})

/** A new profile's page, as its owner sees it. */
async function ownPage(handle: string): Promise<Page> {
  const page = await chromium.newPage()
  await own(page, handle, await createProfile(inject('server').url, handle))
  await page.goto(`/@${handle}`)
  await openUpload(page)
  return page
}

async function openUpload(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Manage' }).click()
  await page.locator('summary', { hasText: 'Histories' }).click()
  await page.locator('summary', { hasText: 'Upload a whole history' }).click()
}

function nameOf(request: Request): string | undefined {
  return request.method() === 'PUT' ? request.url().split('/chunks/')[1] : undefined
}

/** Names of the chunks that the page sends from now on. */
function sentChunks(page: Page): string[] {
  const names: string[] = []
  page.on('request', (request) => {
    const name = nameOf(request)
    if (name !== undefined) names.push(name)
  })
  return names
}

interface HeldChunks {
  /** Of all chunks that were to be sent so far. */
  names: string[]
  /** Waits until this many were to be sent. */
  arrived(count: number): Promise<void>
  /** Releases this many of the earliest and waits for their responses; without a number, all from now on. */
  release(count?: number): Promise<void>
}

/** Keeps chunks on their way until they are released. */
async function holdChunks(page: Page): Promise<HeldChunks> {
  const names: string[] = []
  let held: Route[] | null = []
  await page.route('**/chunks/*', async (route) => {
    names.push(nameOf(route.request()) ?? '')
    if (held) held.push(route)
    else await route.continue()
  })
  return {
    names,
    arrived: (count) => expect.poll(() => names.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count),
    async release(count) {
      const routes = held?.splice(0, count ?? held.length) ?? []
      if (count === undefined) held = null
      const answers = routes.map(async (route) => {
        await route.continue().catch(() => undefined)
        if (count !== undefined) await route.request().response()
      })
      await Promise.all(answers)
    },
  }
}
