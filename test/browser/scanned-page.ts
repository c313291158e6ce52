import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, inject } from 'vitest'
import { createProfile, scan } from './api.ts'
import { own, type useChromium } from './chromium.ts'

/** Screens. Unit: px. */
export const DESK = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

type Visit = (query?: string, options?: { owner?: boolean } & BrowserContextOptions) => Promise<Page>

/** Makes a page with a history before the tests of a file. Returns what visits it. */
export function useScannedPage(chromium: ReturnType<typeof useChromium>, handle: string): Visit {
  let ownerKey = ''
  beforeAll(async () => {
    const { url } = inject('server')
    ownerKey = await createProfile(url, handle)
    // What a first scan brings is no news: that is the small one.
    await scan(url, handle, ownerKey, 'edges')
    await scan(url, handle, ownerKey, 'history')
  })
  return async (query = '', { owner = false, ...options } = {}) => {
    const page = await chromium.newPage(options)
    if (owner) await own(page, handle, ownerKey)
    await page.goto(`/@${handle}${query}`)
    return page
  }
}
