import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProfile, upload } from './api.ts'
import { launchChromium } from './launch.ts'
import { startServer } from './server.ts'

/**
 * Makes the pictures in the README (`npm run screenshot`): the page of the sample history, as a visitor sees it, and its
 * card, trophies and badge as they are embedded.
 */
const OUT = '.github/page.png'
const EMBEDDED = ['card.svg', 'trophies.svg', 'badge.svg']
const VIEWPORT = { width: 1280, height: 1360 }

const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const server = await startServer({ persistTo: join(folder, 'state') })
const browser = await launchChromium()
try {
  const ownerKey = await createProfile(server.url, 'ada')
  await upload(server.url, 'ada', ownerKey, await readFile('dist/assets/sample.db.gz'), 'gzip')
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'dark' })
  await page.goto(`${server.url}/@ada`)
  await page.locator('#scan').waitFor({ state: 'hidden' })
  await page.screenshot({ path: OUT })
  for (const name of EMBEDDED) {
    const picture = await fetch(`${server.url}/@ada/${name}`)
    await writeFile(`.github/${name}`, await picture.text())
  }
} finally {
  await browser.close()
  await server.kill()
  await rm(folder, { recursive: true, force: true })
}
