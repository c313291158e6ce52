import { writeFile } from 'node:fs/promises'
import { launchChromium } from './launch.ts'
import { type SamplePage, withSamplePage } from './sample-server.ts'

/**
 * Makes the pictures in the README (`npm run screenshot`): the page of the sample history, as a visitor sees it at a
 * desk and on a phone, and its card, trophies and badge as they are embedded.
 */
const EMBEDDED = ['card.svg', 'trophies.svg', 'badge.svg']
const OUT = '.github/page.png'
const DESK = { width: 1280, height: 1360 }
const PHONE = { width: 390, height: 844 }
/** How high the phone stands beside the desk. Unit: px. */
const PHONE_STANDS = 1040

const browser = await launchChromium()
try {
  await withSamplePage(async (sample) => {
    await writeFile(OUT, await sideBySide(await taken(sample, DESK), await taken(sample, PHONE)))
    for (const name of EMBEDDED) {
      const picture = await fetch(`${sample.url}/@${sample.handle}/${name}`)
      // The picture says where its page is.
      const text = (await picture.text()).replaceAll(new URL(sample.url).host, 'laurel.example')
      await writeFile(`.github/${name}`, text)
    }
  })
} finally {
  await browser.close()
}

async function taken({ url, handle }: SamplePage, viewport: typeof DESK): Promise<string> {
  const page = await browser.newPage({ viewport, colorScheme: 'dark', serviceWorkers: 'block' })
  await page.goto(`${url}/@${handle}`, { waitUntil: 'networkidle' })
  const picture = await page.screenshot()
  await page.close()
  return `data:image/png;base64,${picture.toString('base64')}`
}

/** Both on a transparent ground, so that the pages around the picture may be light or dark. */
async function sideBySide(desk: string, phone: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: DESK.width * 2, height: DESK.height } })
  await page.setContent(`
    <style>
      body { display: flex; gap: 32px; align-items: center; width: max-content; margin: 0 }
      img { box-sizing: border-box; height: ${DESK.height}px; border: 2px solid #3a4440; border-radius: 20px }
      img + img { height: ${PHONE_STANDS}px; border-width: 6px; border-radius: 48px }
    </style>
    <img src="${desk}"><img src="${phone}">
  `)
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
  const picture = await page.locator('body').screenshot({ omitBackground: true })
  await page.close()
  return picture
}
