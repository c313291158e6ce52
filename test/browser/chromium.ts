import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, inject, it } from 'vitest'
import { clientOfItsOwn } from './client.ts'
import { emulate, launchFirefox } from './firefox.ts'
import { launchChromium } from './launch.ts'

/** One per test process; it ends with the process. */
let browser: Promise<Browser> | undefined

/** A test that asks for what only Chromium, or its driver, has. CONTRIBUTING lists what. */
export const chromiumOnly = it.runIf(inject('engine') === 'chromium')

/** The browser of this process, or a new one where that has ended, as one does when it crashes. */
async function running(launch: () => Promise<Browser>): Promise<Browser> {
  browser ??= launch()
  const launched = browser
  if ((await launched).isConnected()) return launched
  if (browser === launched) browser = launch()
  return browser
}

/** Chromium for the tests of a file. `origin`: the base of paths; by default, the server of all browser tests. */
export function useChromium(origin: () => string = () => inject('server').url): {
  newPage(options?: BrowserContextOptions): Promise<Page>
} {
  const ofFile: BrowserContext[] = []
  const ofTest: BrowserContext[] = []
  let contexts = ofFile
  const close = () => Promise.all(contexts.splice(0).map((context) => context.close()))
  beforeEach(() => {
    contexts = ofTest
  })
  // A page that is left open goes on with what moves on it, and the next tests wait for that.
  afterEach(async () => {
    await close()
    contexts = ofFile
  })
  afterAll(close)
  return {
    /** Returns a page with its own cookies, like a separate visitor. It is closed after the test, or the file, that asked. */
    async newPage(options = {}) {
      const isFirefox = inject('engine') === 'firefox'
      const launched = await running(isFirefox ? launchFirefox : launchChromium)
      // A page that is closed while its worker fetches ends wrangler's server now and then.
      const usual: BrowserContextOptions = {
        baseURL: origin(),
        serviceWorkers: 'block',
        // What moves is drawn 60 times a second, for as long as a test waits.
        reducedMotion: 'reduce',
        extraHTTPHeaders: clientOfItsOwn(),
      }
      const asked = { ...usual, ...options }
      const context = await launched.newContext(asked)
      contexts.push(context)
      const page = await context.newPage()
      if (isFirefox) await emulate(page, launched, asked)
      return page
    },
  }
}

/** Makes the reader of a page the owner of a profile. */
export async function own(page: Page, handle: string, ownerKey: string): Promise<void> {
  const cookie = { name: `laurel_key_${handle}`, value: ownerKey, url: inject('server').url }
  await page.context().addCookies([cookie])
}

/** Collects everything a page complains about: script errors, refused resources, responses of 500. */
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
