import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { DESK, PHONE } from './scanned-page.ts'

/** WCAG 2.2 at AA, as far as a program can tell, and what axe holds to be good practice. */
const EVERYTHING: RunOptions['runOnly'] = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
]
/** The rules whose outcome depends on colours. */
const COLOURS: RunOptions['runOnly'] = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** A page that has axe from the start of each document, which costs less than to give it to one that is loaded. */
export async function withAxe(page: Page): Promise<Page> {
  await page.addInitScript(axe.source)
  return page
}

/**
 * What is wrong and where, as axe says it, on a phone and at a desk, in light and in dark. Every rule is asked on both
 * screens, on one in light and on the other in dark: a scheme is nothing but colours, and what looks the same on both
 * screens has the same colours on both. What does not is asked for its colours in the other scheme, too. The page must
 * not fade from light to dark, and comes from `withAxe`.
 */
export async function violations(page: Page, within = 'html'): Promise<unknown[]> {
  const otherwise = `${within} [data-otherwise]`
  await look(page, PHONE, 'light')
  const all = [await found(page, within, EVERYTHING)]
  // A map that is returned would be sent to this process, with all it holds.
  await page.evaluate(`void (globalThis.looks = ${LOOKS})`)
  await look(page, DESK, 'light')
  const differs = await page.evaluate(`(${MARK_OTHERWISE})('${within}')`)
  if (differs) all.push(await found(page, otherwise, COLOURS))
  await look(page, DESK, 'dark')
  all.push(await found(page, within, EVERYTHING))
  if (differs) {
    await look(page, PHONE, 'dark')
    all.push(await found(page, otherwise, COLOURS))
  }
  return all.flat()
}

/** How each element looks now, apart from its place. Of its size, whether axe holds its text to be large. */
const LOOKS = `new Map([...document.querySelectorAll('body *')].map((element) => {
  const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight } = getComputedStyle(element)
  const large = parseFloat(fontSize) * 0.75 >= (fontWeight >= 700 ? 14 : 18)
  const visible = element.checkVisibility({ visibilityProperty: true })
  return [element, visible + color + backgroundColor + backgroundImage + opacity + large]
}))`

/** Marks what looks otherwise than before, and returns whether there is any. */
const MARK_OTHERWISE = `(within) => {
  for (const [element, look] of ${LOOKS}) {
    element.toggleAttribute('data-otherwise', globalThis.looks.get(element) !== look)
  }
  return document.querySelector(within + ' [data-otherwise]') !== null
}`

async function look(page: Page, screen: typeof PHONE, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize(screen)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

/** No page plays anything, and for nothing else axe has to load what a page has loaded already. */
function found(page: Page, within: string, runOnly: RunOptions['runOnly']): Promise<unknown[]> {
  return page.evaluate(`
    axe.run('${within}', ${JSON.stringify({ runOnly, resultTypes: ['violations'], preload: false })}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary])))
  `)
}
