import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVERY_PAGE } from '../pages/every-page.tsx'
import { violations } from './axe.ts'
import { useChromium } from './chromium.ts'
import { SCREENS } from './looks.ts'

const chromium = useChromium()
/** One for each screen: what a page leaves behind goes when the next one is loaded. */
const pages = new Map<number, Page>()

async function pageOn(viewport: (typeof SCREENS)[number]): Promise<Page> {
  const page = pages.get(viewport.width) ?? (await chromium.newPage({ viewport }))
  pages.set(viewport.width, page)
  return page
}

describe.each(SCREENS)('at $width px, in light and dark, axe finds nothing wrong with the page', (screen) => {
  it.each(Object.entries(EVERY_PAGE))('%s', async (_, html) => {
    const page = await pageOn(screen)
    await page.unrouteAll()
    await page.route('**/a-page', (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.goto('/a-page')
    await page.evaluate(
      `for (const part of document.querySelectorAll('details:not(.panel)')) {
        part.removeAttribute('name')
        part.open = true
      }`,
    )
    expect(await violations(page)).toEqual([])
    const panels = await page.locator('.panel').count()
    for (let index = 0; index < panels; index++) {
      await page.evaluate(`document.querySelectorAll('.panel')[${index}].open = true`)
      expect(await violations(page, '.panel[open]')).toEqual([])
    }
  })
})
