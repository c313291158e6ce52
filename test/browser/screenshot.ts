import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchChromium } from './launch.ts'
import { startServer } from './server.ts'

/** Makes the picture in the README (`npm run screenshot`): the page of the sample history, as a visitor sees it. */
const OUT = '.github/page.png'
const VIEWPORT = { width: 1280, height: 1120 }

const persistTo = await mkdtemp(join(tmpdir(), 'laurel-'))
const server = await startServer({ persistTo })
const browser = await launchChromium()
try {
  await publishSample(`${server.url}/api/v1/profiles`, 'ada')
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'dark' })
  await page.goto(`${server.url}/@ada`)
  await page.locator('.badge.is-unlocked').first().waitFor()
  await page.screenshot({ path: OUT })
} finally {
  await browser.close()
  await server.kill()
  await rm(persistTo, { recursive: true, force: true })
}

async function publishSample(profiles: string, handle: string): Promise<void> {
  const created = await fetch(profiles, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ handle, visibility: 'public' }),
  })
  const { owner_key } = await created.json()
  const headers = { Authorization: `Bearer ${owner_key}` }
  await fetch(`${profiles}/${handle}/sources/default/snapshot`, {
    method: 'PUT',
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: await readFile('dist/assets/sample.db.gz'),
  })
  await fetch(`${profiles}/${handle}/rescan`, { method: 'POST', headers })
}
