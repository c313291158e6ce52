import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import { createProfile, upload } from './api.ts'
import { useChromium } from './chromium.ts'

const chromium = useChromium()
const history = gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url)))

/** Has the picker choose a file of the page’s own storage, whose handles are like those of the reader’s disk. */
const PICK_OWN = `window.showOpenFilePicker = async () => {
  const folder = await navigator.storage.getDirectory()
  const file = await folder.getFileHandle('state.db', { create: true })
  const writable = await file.createWritable()
  const sample = await fetch('/sample.db.gz')
  await sample.body.pipeThrough(new DecompressionStream('gzip')).pipeTo(writable)
  return [file]
}`
const REMOVE_OWN = `navigator.storage.getDirectory().then((folder) => folder.removeEntry('state.db'))`
const PICK_NONE = `window.showOpenFilePicker = async () => { throw new Error('asked for a file') }`
const REMEMBERED = `new Promise((resolve) => {
  const opening = indexedDB.open('laurel', 1)
  opening.onsuccess = () => {
    const keys = opening.result.transaction('files').objectStore('files').getAllKeys()
    keys.onsuccess = () => resolve(keys.result)
  }
})`

async function ownPage(handle: string): Promise<Page> {
  const { url } = inject('server')
  const key = await createProfile(url, handle)
  await upload(url, handle, key, history)
  const page = await chromium.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Owner key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[data-scan][data-ready]').waitFor()
  return page
}

async function updated(page: Page): Promise<void> {
  await page.locator('[data-update-label]').click()
  await page.getByText('Only you can see this.').waitFor()
}

it('updates with one click from the file of the last update, until it is gone', async () => {
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

it('takes another file instead of the last one', async () => {
  const page = await ownPage('choosing')
  await page.evaluate(PICK_OWN)
  await updated(page)
  await page.reload()
  await page.evaluate(PICK_OWN)
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.getByText('Only you can see this.').waitFor()
})

it('forgets the file when its owner signs out', async () => {
  const page = await ownPage('forgetting')
  await page.evaluate(PICK_OWN)
  await updated(page)
  expect(await page.evaluate(REMEMBERED)).toEqual(['forgetting'])
  await page.locator('.account > button').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await expect.poll(() => page.evaluate(REMEMBERED)).toEqual([])
})
