import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import { launchChromium } from './launch.ts'

/** One for each process that runs tests, which it ends with. */
let browser: Promise<Browser> | undefined

/** Chromium for the tests of a file. `origin`: where paths lead; to the server of all browser tests by default. */
export function useChromium(origin: () => string = () => inject('server').url): {
  newPage(options?: BrowserContextOptions): Promise<Page>
} {
  const contexts: BrowserContext[] = []
  afterAll(() => Promise.all(contexts.map((context) => context.close())))
  return {
    /** A page of a visitor of its own: no cookies are shared. */
    async newPage(options = {}) {
      browser ??= launchChromium()
      const context = await (await browser).newContext({ baseURL: origin(), ...options })
      contexts.push(context)
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
