import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVERY_PAGE } from '../pages/every-page.tsx'
import { useChromium } from './chromium.ts'

const chromium = useChromium()
/** One for each scheme: what a page leaves behind goes when the next one is loaded. */
const pages = new Map<string, Page>()

// On a phone everything that is there on a wide screen is there too, and closer together.
async function pageIn(colorScheme: 'light' | 'dark'): Promise<Page> {
  const known = pages.get(colorScheme)
  if (known) return known
  const page = await chromium.newPage({ colorScheme, viewport: { width: 390, height: 844 } })
  pages.set(colorScheme, page)
  return page
}

/** WCAG 2.2 at AA, as far as a program can tell, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

describe.each(['light', 'dark'] as const)('in %s, axe finds nothing wrong with the page', (colorScheme) => {
  it.each(Object.entries(EVERY_PAGE))('%s', async (_, html) => {
    const page = await pageIn(colorScheme)
    await page.unrouteAll()
    await page.route('**/a-page', (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.goto('/a-page')
    await page.evaluate(axe.source)
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

/** What is wrong and where, as axe says it. */
async function violations(page: Page, within = 'html'): Promise<unknown> {
  return page.evaluate(`
    axe.run('${within}', { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary])))
  `)
}
