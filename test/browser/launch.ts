import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/**
 * What Chromium is told beyond what Playwright tells it: it may run as root in a container, and nothing is drawn by
 * emulating a graphics card, which costs more than the page. The arguments that come with the package are left out:
 * they switch the same-origin policy off.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']

/** The Chromium that comes with the packages or, where that does not run, the one that CHROME_PATH names. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? (await chromium.executablePath())
  return playwright.launch({ executablePath, args: ARGUMENTS })
}
