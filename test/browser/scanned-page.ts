import { readFile } from 'node:fs/promises'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, inject, vi } from 'vitest'
import { achievements, createProfile, upload } from './api.ts'
import type { useChromium } from './chromium.ts'

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
    for (const [name, sessions] of [
      ['edges', 64],
      ['history', 110],
    ] as const) {
      const history = await readFile(new URL(`../golden/${name}.db.gz`, import.meta.url))
      await upload(url, handle, ownerKey, history, 'gzip')
      const scanned = async () => {
        const { mode, sessions_total } = (await achievements(url, handle)).scan_meta
        return sessions_total === sessions && (mode === 'full' || mode === 'incremental')
      }
      await vi.waitUntil(scanned, { timeout: 100_000, interval: 500 })
    }
  })
  return async (query = '', { owner = false, ...options } = {}) => {
    const page = await chromium.newPage(options)
    const cookie = { name: `laurel_key_${handle}`, value: ownerKey, url: inject('server').url }
    if (owner) await page.context().addCookies([cookie])
    await page.goto(`/@${handle}${query}`)
    return page
  }
}
