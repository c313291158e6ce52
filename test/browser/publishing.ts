import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { useChromium } from './chromium.ts'

/** The way from the front page to a published page, for tests of it. */

/** The front page, with all that a scan needs loaded. */
export async function frontPage(chromium: ReturnType<typeof useChromium>): Promise<Page> {
  const page = await chromium.newPage({ timezoneId: 'UTC' })
  await page.goto('/')
  await page.locator('[data-scan][data-ready]').waitFor()
  return page
}

/** Chooses a history, and waits for its result. */
export async function choose(page: Page, path: string | undefined): Promise<void> {
  await page.locator('#scan-history').setInputFiles(String(path))
  await page.getByText('Only you can see this.').waitFor()
}

/** The JSON that the page says it will send. */
export async function whatIsShown(page: Page): Promise<string> {
  await page.locator('[type=submit]:enabled', { hasText: 'Publish now' }).waitFor()
  const details = page.locator('[data-sent]')
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click()
  const json = page.locator('[data-sent-json]')
  await expect.poll(() => json.textContent()).toMatch(/^\{/)
  return (await json.textContent()) ?? ''
}

/** Publishes what is shown under a handle that was filled in, and follows the link to the finished page. `root`: the server’s. */
export async function publishAs(page: Page, handle: string, root = inject('server').url): Promise<void> {
  await page.getByRole('button', { name: 'Publish now' }).click()
  await page.getByText(/^Published\. Sent: \d+ sessions/).waitFor()
  const moment = page.getByRole('region', { name: `@${handle} is published` })
  await moment.locator('.medal').first().waitFor()
  expect(await moment.getByRole('button', { name: 'Share' }).getAttribute('data-url')).toBe(
    `${root}/@${handle}`,
  )
  expect(await page.locator('#owner-key').inputValue()).toMatch(/^laurel_[\w-]{43}$/)
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.waitForURL(`**/@${handle}`)
  await expect.poll(() => page.locator('.badge.is-unlocked').count(), { timeout: 30_000 }).toBeGreaterThan(0)
  await page.locator('#scan').waitFor({ state: 'hidden' })
}

export interface SentRequest {
  method: string
  url: string
  /** As text, unpacked. */
  body: string
}

export function requestsOf(page: Page): SentRequest[] {
  const requests: SentRequest[] = []
  page.on('request', (request) => {
    const bytes = request.postDataBuffer() ?? Buffer.alloc(0)
    const packed = request.headers()['content-encoding'] === 'gzip'
    const body = (packed ? gunzipSync(bytes) : bytes).toString()
    requests.push({ method: request.method(), url: request.url(), body })
  })
  return requests
}

/** Files of the server's stores that hold this text. */
export async function storedFilesWith(text: string): Promise<string[]> {
  const entries = await readdir(inject('server').stores, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(files.map((file) => readFile(file)))
  return files.filter((_, index) => contents[index]?.includes(text))
}
