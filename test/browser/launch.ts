import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** The Chromium that comes with the packages or, where that does not run, the one that CHROME_PATH names. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? (await chromium.executablePath())
  return playwright.launch({ executablePath, args: chromium.args.filter(keepsVisitorsApart) })
}

/** In a single process the requests of one context carry the cookies of another. */
function keepsVisitorsApart(flag: string): boolean {
  return flag !== '--single-process' && flag !== '--no-zygote'
}
