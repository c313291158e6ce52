import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVERY_PAGE } from '../pages/every-page.tsx'
import { violations } from './axe.ts'
import { useChromium } from './chromium.ts'
import { LOOKS, type Look, optionsOf } from './looks.ts'

const chromium = useChromium()
/** One for each look: what a page leaves behind goes when the next one is loaded. */
const pages = new Map<Look, Page>()

async function pageIn(look: Look): Promise<Page> {
  const page = pages.get(look) ?? (await chromium.newPage(optionsOf(look)))
  pages.set(look, page)
  return page
}

describe.each(LOOKS)('axe finds nothing wrong with the page, $colorScheme at $width px', (look) => {
  it.each(Object.entries(EVERY_PAGE))('%s', async (_, html) => {
    const page = await pageIn(look)
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
