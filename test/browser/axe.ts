import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2 at AA, as far as a program can tell, and what axe holds to be good practice. */
const EVERYTHING: RunOptions['runOnly'] = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
]
/** The rules whose outcome depends on colours: they alone are asked again in the dark. */
const COLOURS: RunOptions['runOnly'] = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What is wrong and where, as axe says it, in light and in dark. The page must not fade from one to the other. */
export async function violations(page: Page, within = 'html'): Promise<unknown[]> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await found(page, within, EVERYTHING)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  return [...light, ...(await found(page, within, COLOURS))]
}

function found(page: Page, within: string, runOnly: RunOptions['runOnly']): Promise<unknown[]> {
  return page.evaluate(`
    axe.run('${within}', ${JSON.stringify({ runOnly, resultTypes: ['violations'] })}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary])))
  `)
}
