import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import { history as historyOf } from '../snapshot/histories.ts'
import { createProfile, upload } from './api.ts'
import { chromiumOnly, own, useChromium } from './chromium.ts'

const chromium = useChromium()
/** Of one session: it is read again and again. */
const history = Buffer.from(
  await historyOf((run) => run("INSERT INTO sessions (id, source, started_at) VALUES ('one', 'cli', 1)")),
)

/** Has the picker choose a file of the page’s own storage, whose handles are like those of the reader’s disk. */
const PICK_OWN = `window.showOpenFilePicker = async () => {
  const folder = await navigator.storage.getDirectory()
  const file = await folder.getFileHandle('state.db', { create: true })
  const writable = await file.createWritable()
  const history = await fetch('/picked')
  await history.body.pipeTo(writable)
  return [file]
}`
const REMOVE_OWN = `navigator.storage.getDirectory().then((folder) => folder.removeEntry('state.db'))`
/** The same with a write-ahead log, which the browser names first. */
const PICK_WITH_LOG = `{
  const pick = window.showOpenFilePicker
  window.showOpenFilePicker = async () => {
    const files = await pick()
    const folder = await navigator.storage.getDirectory()
    return [await folder.getFileHandle('state.db-wal', { create: true }), ...files]
  }
}`
const REMOVE_LOG = `navigator.storage.getDirectory().then((folder) => folder.removeEntry('state.db-wal'))`
const REFUSE = `FileSystemHandle.prototype.requestPermission = async () => 'denied'`
const PICK_NONE = `window.showOpenFilePicker = async () => { throw new Error('asked for a file') }`
const inFiles = (request: string) => `new Promise((resolve) => {
  const opening = indexedDB.open('laurel', 1)
  opening.onsuccess = () => {
    const files = opening.result.transaction('files', 'readwrite').objectStore('files')
    const request = files.${request}
    request.onsuccess = () => {
      resolve(request.result)
      opening.result.close()
    }
  }
})`
const REMEMBERED = inFiles('getAllKeys()')
const OF_ANOTHER = inFiles(`put([], 'another')`)

async function ownPage(handle: string): Promise<Page> {
  const { url } = inject('server')
  const key = await createProfile(url, handle)
  await upload(url, handle, key, history)
  const page = await chromium.newPage()
  await page.route('**/picked', (route) => route.fulfill({ body: history }))
  await own(page, handle, key)
  await page.goto(`/@${handle}`)
  await page.locator('[data-scan][data-ready]').waitFor()
  return page
}

async function updated(page: Page): Promise<void> {
  await page.locator('[data-update-label]').click()
  await page.getByText('Only you can see this.').waitFor()
}

chromiumOnly('updates with one click from the file of the last update, until it is gone', async () => {
  const page = await ownPage('remembering')
  await page.evaluate(PICK_OWN)
  await updated(page)
  await page.reload()
  await page.getByText('Update from state.db').waitFor()
  await page.evaluate(PICK_NONE)
  await updated(page)
  await page.reload()
  await page.getByText('Update from state.db').waitFor()
  await page.evaluate(REMOVE_OWN)
  await page.getByText('Update from state.db').click()
  await page.getByText('Your browser can’t open state.db any more. Choose it again.').waitFor()
  await page.getByText('Update', { exact: true }).waitFor()
  expect(await page.evaluate(REMEMBERED)).toEqual([])
})

chromiumOnly('updates without a log that is gone, and remembers it for when there is one again', async () => {
  const page = await ownPage('logging')
  await page.evaluate(PICK_OWN)
  await page.evaluate(PICK_WITH_LOG)
  await updated(page)
  await page.reload()
  await page.getByText('Update from state.db', { exact: true }).waitFor()
  await page.evaluate(REMOVE_LOG)
  await updated(page)
  expect(
    await page.evaluate(`${inFiles(`get('logging')`)}.then((files) => files.map(({ name }) => name))`),
  ).toEqual(['state.db-wal', 'state.db'])
})

chromiumOnly('says that it was not allowed to open the file, and forgets this one alone', async () => {
  const page = await ownPage('refusing')
  await page.evaluate(PICK_OWN)
  await updated(page)
  await page.evaluate(OF_ANOTHER)
  await page.reload()
  await page.evaluate(REFUSE)
  await page.getByText('Update from state.db').click()
  await page.getByText('Your browser wasn’t allowed to open state.db. Choose it again.').waitFor()
  await expect.poll(() => page.evaluate(REMEMBERED)).toEqual(['another'])
})

it('chooses files without handles if the browser gives none', async () => {
  const page = await ownPage('without-handles')
  await page.evaluate(
    `window.showOpenFilePicker = async () => {
      await new Promise((resolve) => setTimeout(resolve))
      throw new DOMException('', 'NotAllowedError')
    }`,
  )
  const chooser = page.waitForEvent('filechooser')
  await page.locator('[data-update-label]').click()
  const state = { name: 'state.db', mimeType: '', buffer: history }
  await (await chooser).setFiles(state)
  await page.getByText('Only you can see this.').waitFor()
})

chromiumOnly('takes another file instead of the last one', async () => {
  const page = await ownPage('choosing')
  await page.evaluate(PICK_OWN)
  await updated(page)
  await page.reload()
  await page.evaluate(PICK_OWN)
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.getByText('Only you can see this.').waitFor()
})

chromiumOnly('forgets the file when its owner signs out', async () => {
  const page = await ownPage('forgetting')
  await page.evaluate(PICK_OWN)
  await updated(page)
  expect(await page.evaluate(REMEMBERED)).toEqual(['forgetting'])
  await page.locator('.account > button').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await expect.poll(() => page.evaluate(REMEMBERED)).toEqual([])
})

chromiumOnly(
  'keeps the file when the front page is read, and forgets it when its page is deleted',
  async () => {
    const page = await ownPage('deleting')
    await page.evaluate(PICK_OWN)
    await updated(page)
    await page.evaluate(OF_ANOTHER)
    const signedIn = await page.context().cookies()
    // The copy that is read without a network knows of no account.
    await page.context().clearCookies()
    await page.goto('/', { waitUntil: 'networkidle' })
    expect(await page.evaluate(REMEMBERED)).toEqual(['another', 'deleting'])
    await page.context().addCookies(signedIn)
    await page.goto('/@deleting#settings-panel')
    await page.getByLabel('Type deleting to confirm').fill('deleting')
    await page.getByRole('button', { name: 'Delete @deleting' }).click()
    await page.getByRole('heading', { name: '@deleting is deleted' }).waitFor()
    await expect.poll(() => page.evaluate(REMEMBERED)).toEqual(['another'])
  },
)
