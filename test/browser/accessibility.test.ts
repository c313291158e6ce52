import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { EVERY_PAGE } from '../pages/every-page.tsx'
import { violations, withAxe } from './axe.ts'
import { useChromium } from './chromium.ts'
import { useMadePages } from './made-page.ts'

const chromium = useChromium()
const made = useMadePages()
/** One for all: what a page leaves behind goes when the next one is loaded. */
let page: Page

beforeAll(async () => {
  page = await withAxe(await chromium.newPage())
})

describe('at 390 and 1280 px, in light and dark, axe finds nothing wrong with the page', () => {
  it.each(Object.entries(EVERY_PAGE))('%s', async (_, html) => {
    await made.show(page, html)
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
