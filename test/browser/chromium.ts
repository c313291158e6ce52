import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { launchChromium } from './launch.ts'

/** A Chromium for the tests of a file. `origin`: where paths lead; to the server of all browser tests by default. */
export function useChromium(origin: () => string = () => inject('url')): {
  newPage(options?: BrowserContextOptions): Promise<Page>
} {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  return {
    /** A page of a visitor of its own: no cookies are shared. */
    async newPage(options = {}) {
      const context = await browser.newContext({ baseURL: origin(), ...options })
      return context.newPage()
    },
  }
}

/** Everything a page complains about: script errors, refused resources, answers of 500. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`)
  })
  return complaints
}
