import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROUTES } from '../../src/urls.ts'
import { chromiumPath } from './launch.ts'
import { type SamplePage, withSamplePage } from './sample-server.ts'

/**
 * Measures pages with Lighthouse as on a phone (`npm run audit`), prints a table, and fails if a score is below 100.
 * It is no test because it measures time.
 */

/** Fetched on demand: it is a third of the size of all other packages. The last version for Node 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
/** Other programs can only slow a page down, so the best of a few runs counts. */
const RUNS_MAX = 3
/** What the reports of all pages are at most. Unit: bytes. */
const REPORT_MAX_BYTES = 64 * 2 ** 20
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const FULL_SCORE = 100

type Scores = Record<(typeof CATEGORIES)[number], number>

interface Report {
  categories: Record<keyof Scores, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>
}

const run = promisify(execFile)
const table: Record<string, Scores> = {}
await withSamplePage(async (sample) => {
  for (const [name, path] of Object.entries(pagesOf(sample))) {
    table[name] = await bestOf(name, sample.url + path)
  }
})
console.table(table)
const complete = Object.values(table).every((scores) => Math.min(...Object.values(scores)) === FULL_SCORE)
process.exitCode = complete ? 0 : 1

function pagesOf({ handle }: SamplePage): Record<string, string> {
  return {
    home: ROUTES.home,
    profile: ROUTES.profile(handle),
    badge: ROUTES.badge(handle, 'provider_polyglot'),
    docs: ROUTES.docs,
  }
}

async function bestOf(name: string, url: string): Promise<Scores> {
  const best: Scores = { performance: 0, accessibility: 0, 'best-practices': 0, seo: 0 }
  for (let attempt = 1; attempt <= RUNS_MAX; attempt++) {
    const report = await reportOf(url)
    for (const category of CATEGORIES) {
      best[category] = Math.max(best[category], Math.round((report.categories[category].score ?? 0) * 100))
    }
    if (Math.min(...Object.values(best)) === FULL_SCORE) break
    for (const line of shortcomings(report)) console.log(`${name}: ${line}`)
  }
  return best
}

async function reportOf(url: string): Promise<Report> {
  const chrome = '--chrome-flags=--headless --no-sandbox --disable-gpu'
  const output = ['--output', 'json', '--quiet', '--no-enable-error-reporting']
  const { stdout } = await run('npx', ['--yes', LIGHTHOUSE, url, ...output, chrome], {
    env: { ...process.env, CHROME_PATH: await chromiumPath() },
    maxBuffer: REPORT_MAX_BYTES,
  })
  return JSON.parse(stdout)
}

/** What costs points, in Lighthouse's words. */
function shortcomings({ categories, audits }: Report): string[] {
  return CATEGORIES.filter((category) => categories[category].score !== 1).flatMap((category) =>
    categories[category].auditRefs
      .filter(({ weight }) => weight > 0)
      .map(({ id }) => audits[id])
      .filter((audit) => audit !== undefined && audit.score !== null && audit.score < 1)
      .map((audit) => `${category}: ${audit?.title} ${audit?.displayValue ?? ''}`.trim()),
  )
}
