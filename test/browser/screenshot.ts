import { writeFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { launchChromium } from './launch.ts'
import { type SamplePage, withSamplePage } from './sample-server.ts'

/**
 * Makes the pictures in the README (`npm run screenshot`): the page of the sample history, as a visitor sees it at a
 * desk and on a phone, and its card, trophies and badge as they are embedded.
 */
const EMBEDDED = ['card.svg', 'trophies.svg', 'badge.svg']
const SCHEMES = { light: '.github/page-light.png', dark: '.github/page.png' } as const
const DESK = { width: 1280, height: 1000 }
/** Beside the desk it is a little smaller, as high as the desk. */
const PHONE = { width: 390, height: 844 }
const GAP = 32

const browser = await launchChromium()
try {
  await withSamplePage(async (sample) => {
    for (const scheme of ['light', 'dark'] as const) {
      const [desk, phone] = [await taken(sample, scheme, DESK), await taken(sample, scheme, PHONE)]
      await writeFile(SCHEMES[scheme], await sideBySide(browser, scheme, desk, phone))
    }
    for (const name of EMBEDDED) {
      const picture = await fetch(`${sample.url}/@${sample.handle}/${name}`)
      await writeFile(`.github/${name}`, await picture.text())
    }
  })
} finally {
  await browser.close()
}

type Scheme = keyof typeof SCHEMES

async function taken(
  { url, handle }: SamplePage,
  colorScheme: Scheme,
  viewport: typeof DESK,
): Promise<string> {
  const page = await browser.newPage({ viewport, colorScheme, serviceWorkers: 'block' })
  await page.goto(`${url}/@${handle}`, { waitUntil: 'networkidle' })
  const picture = await page.screenshot()
  await page.close()
  return `data:image/png;base64,${picture.toString('base64')}`
}

/** Both on a transparent ground, with rounded corners, for light and dark pages around them. */
async function sideBySide(browser: Browser, scheme: Scheme, desk: string, phone: string): Promise<Buffer> {
  const line = scheme === 'light' ? '#d8d3c4' : '#2b332f'
  const page = await browser.newPage({
    viewport: { width: DESK.width + PHONE.width + GAP + 60, height: DESK.height },
  })
  await page.setContent(`
    <style>
      body { display: flex; gap: ${GAP}px; width: max-content; margin: 0 }
      img { box-sizing: border-box; height: ${DESK.height}px; border: 2px solid ${line}; border-radius: 20px }
      img + img { border-width: 6px; border-radius: 48px }
    </style>
    <img src="${desk}"><img src="${phone}">
  `)
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
  const picture = await page.locator('body').screenshot({ omitBackground: true })
  await page.close()
  return picture
}
