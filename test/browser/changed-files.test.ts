import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeEach, expect, inject, it } from 'vitest'
import { createProfile } from './api.ts'
import { chromiumOnly, own, useChromium } from './chromium.ts'

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const path = join(folder, 'state.db')
const [before, after] = await Promise.all(
  ['history', 'history-next'].map(async (name) =>
    gunzipSync(await readFile(new URL(`../golden/${name}.db.gz`, import.meta.url))),
  ),
)
const CHANGED = 'The file has changed since you chose it. Choose it again, ideally while the agent is idle.'

beforeEach(() => writeFile(path, before ?? ''))
afterAll(() => rm(folder, { recursive: true }))

chromiumOnly(
  'says that a file was written to between choosing and reading it, and reads it when it is chosen again',
  async () => {
    const page = await chromium.newPage()
    await page.goto('/')
    await page.locator('[data-scan][data-ready]').waitFor()
    await chooseThenWrite(page, '#scan-history')
    await page.locator('[data-scan-status].is-error').getByText(CHANGED).waitFor()
    await page.locator('#scan-history').setInputFiles(path)
    await page.getByText('Only you can see this.').waitFor()
  },
)

chromiumOnly('reopens a dropped file that was written to, where browsers give its handle', async () => {
  const page = await chromium.newPage()
  await page.goto('/')
  await page.locator('[data-scan][data-ready]').waitFor()
  await dropThenWrite(page, '#scan-history')
  await page.getByText('Only you can see this.').waitFor()
})

it('publishes what it has counted, though the file was written to since', async () => {
  const page = await chromium.newPage()
  await page.goto('/')
  await page.locator('[data-scan][data-ready]').waitFor()
  await page.locator('#scan-history').setInputFiles(path)
  await page.getByText('Only you can see this.').waitFor()
  await writeFile(path, after ?? '')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByLabel('Handle').fill('written-since')
  await page.getByRole('button', { name: 'Publish now' }).click()
  await page.getByText(/^Published\. Sent: \d+ sessions/).waitFor()
})

chromiumOnly(
  'says so instead of uploading a file that was written to after it was chosen, and then takes it',
  async () => {
    const page = await ownPage('changed-before')
    await chooseThenWrite(page, '#history')
    await page.locator('[data-upload-status].is-error').getByText(CHANGED).waitFor()
    await page.locator('#history').setInputFiles(path)
    await page.getByText('Uploaded. Scanning now.').waitFor()
  },
)

chromiumOnly('says so when a file is written to while it is uploaded, and then takes it', async () => {
  const page = await ownPage('changed-amid')
  let held: Route | undefined
  await page.route('**/uploads', async (route) => {
    if (held) await route.continue()
    held ??= route
  })
  await page.locator('#history').setInputFiles(path)
  await expect.poll(() => held).toBeDefined()
  await writeFile(path, after ?? '')
  await held?.continue()
  await page.locator('[data-upload-status].is-error').getByText(CHANGED).waitFor()
  await page.locator('#history').setInputFiles(path)
  await page.getByText('Uploaded. Scanning now.').waitFor()
})

chromiumOnly('reopens a dropped file that was written to for an upload, too', async () => {
  const page = await ownPage('dropped')
  await dropThenWrite(page, '#history')
  await page.getByText('Uploaded. Scanning now.').waitFor()
})

/** Drops the file on the zone of an input, as if it were written to until it is opened for the second time. */
async function dropThenWrite(page: Page, input: string): Promise<void> {
  await page.evaluate(`
    addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true })
  `)
  await page.locator(input).setInputFiles(path)
  await writeFile(path, after ?? '')
  // Scripts cannot drop files that have handles. This one stands in.
  await page.evaluate(`
    const bytes = Uint8Array.fromBase64('${after?.toString('base64')}')
    let opened = 0
    const input = document.querySelector('${input}')
    const stale = input.files[0]
    const handle = Object.create(FileSystemFileHandle.prototype, {
      getFile: { value: async () => (opened++ === 0 ? stale : new File([bytes], 'state.db')) },
    })
    DataTransferItem.prototype.getAsFileSystemHandle = async () => handle
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(stale)
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
    input.parentElement.querySelector('.drop').dispatchEvent(drop)
  `)
}

/** The page hears of the file once that has been written to. */
async function chooseThenWrite(page: Page, input: string): Promise<void> {
  await page.evaluate(`
    addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true })
  `)
  await page.locator(input).setInputFiles(path)
  await writeFile(path, after ?? '')
  await page.locator(input).dispatchEvent('change')
}

/** A new profile's page, as its owner sees it, with the upload open. */
async function ownPage(handle: string): Promise<Page> {
  const page = await chromium.newPage()
  await own(page, handle, await createProfile(inject('server').url, handle))
  await page.goto(`/@${handle}`)
  await page.locator('summary', { hasText: 'Manage' }).click()
  await page.locator('summary', { hasText: 'Histories' }).click()
  await page.locator('summary', { hasText: 'Upload a whole history' }).click()
  return page
}
