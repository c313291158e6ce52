import { setTimeout as pause } from 'node:timers/promises'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { DISK } from '../scratch.ts'

/**
 * Arguments for Chromium besides Playwright's: it may run as root in a container, and graphics are not emulated, which
 * would cost more than the page, nor given a process of their own, which takes a tenth of the time of a page. Nor is
 * code optimized: no page is open for long enough to gain from that. The arguments that come with the package are left
 * out: they disable the same-origin policy.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--font-render-hinting=none',
  '--js-flags=--liftoff-only,--no-opt,--no-maglev',
]

/** How long until it is tried again while it is unpacked. Unit: milliseconds. */
const UNPACKING_MS = 200

/** Launches the Chromium that comes with the packages or, if that does not run, the one that CHROME_PATH names. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await chromiumPath()
  for (;;) {
    try {
      return await playwright.launch({ executablePath, args: ARGUMENTS })
    } catch (error) {
      // Another process is still unpacking it.
      if (!String(error).includes('ETXTBSY')) throw error
      await pause(UNPACKING_MS)
    }
  }
}

/** The program itself, for what starts it otherwise. */
export async function chromiumPath(): Promise<string> {
  return process.env.CHROME_PATH ?? (await unpacked())
}

/** Unpacks Chromium once for all runs, into a folder from where programs may be started. */
async function unpacked(): Promise<string> {
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = DISK
  try {
    return await chromium.executablePath()
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}
