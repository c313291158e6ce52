import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2 at AA, as far as a program can tell, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is wrong and where, as axe says it. */
export async function violations(page: Page, within = 'html'): Promise<unknown> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe.source)
  return page.evaluate(`
    axe.run('${within}', { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary])))
  `)
}
