import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import expected from '../golden/history.expected.json'
import { achievements } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const history = join(folder, 'state.db')
await writeFile(history, gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url))))

it('creates a profile, uploads a real file and shows its golden figures', async () => {
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/')
  await page.getByLabel('Handle').fill('golden')
  await page.getByLabel('Time zone').selectOption('UTC')
  await page.locator('#create input[type=file]').setInputFiles(history)
  await page.getByRole('button', { name: 'Create my page' }).click()
  const key = page.locator('#owner-key')
  await expect.poll(() => key.inputValue()).toMatch(/^laurel_[\w-]{43}$/)
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.waitForURL('**/@golden')
  await expect.poll(() => unlocked(page), { timeout: 60_000 }).toBe(expected.unlocked_count)
  const shown = await page.locator('.badge[data-standing]').count()
  expect(shown).toBe(expected.total_count - expected.secret_count)
  expect(complaints).toEqual([])
})

it('refuses a file that is no history, says why, and takes another one', async () => {
  const page = await chromium.newPage()
  const wrong = join(folder, 'notes.txt')
  await writeFile(wrong, 'These are only notes. '.repeat(100))
  await page.goto('/')
  await page.getByLabel('Handle').fill('second-try')
  await page.locator('#create input[type=file]').setInputFiles(wrong)
  await page.getByRole('button', { name: 'Create my page' }).click()
  await page
    .getByText(/not an SQLite database/i)
    .first()
    .waitFor()
  await page.locator('#created input[type=file]').setInputFiles(history)
  await expect
    .poll(async () => (await achievements(inject('server').url, 'second-try')).unlocked_count, {
      timeout: 60_000,
    })
    .toBe(expected.unlocked_count)
})

it('shows a private page to its owner and hides it from strangers', async () => {
  const owner = await chromium.newPage()
  await owner.goto('/')
  await owner.getByLabel('Handle').fill('hidden-one')
  await owner.getByRole('radio', { name: /Private/ }).check()
  await owner.getByRole('button', { name: 'Create my page' }).click()
  await owner.getByRole('button', { name: /I’ve saved it/ }).click()
  await owner.getByRole('heading', { name: '@hidden-one' }).waitFor()

  const stranger = await chromium.newPage()
  const hidden = await stranger.goto('/@hidden-one')
  const text = await stranger.locator('body').textContent()
  const missing = await stranger.goto('/@nobody-here')
  expect([hidden?.status(), missing?.status()]).toEqual([404, 404])
  expect(text).toBe(await stranger.locator('body').textContent())
})

it('works without a script: create, sign out, sign in, filter, change, delete', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false })
  await page.goto('/')
  await page.getByLabel('Handle').fill('plain-one')
  await page.getByRole('button', { name: 'Create my page' }).click()
  const key = await page.locator('#owner-key').inputValue()
  await page.getByRole('button', { name: /I’ve saved it/ }).click()
  await page.locator('.account > button').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.goto('/sign-in')
  await page.getByLabel('Handle').fill('plain-one')
  await page.getByLabel('Owner key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Tool Mastery' }).click()
  expect(new URL(page.url()).searchParams.get('category')).toBe('Tool Mastery')
  await page.locator('summary', { hasText: 'Unlisted' }).click()
  await page.getByRole('radio', { name: /Public/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  const answer = await fetch(`${inject('server').url}/api/v1/profiles/plain-one`)
  expect(await answer.json()).toMatchObject({ visibility: 'public' })
  await page.locator('summary', { hasText: 'Manage' }).click()
  await page.locator('summary', { hasText: 'Settings' }).click()
  await page.getByLabel('Type plain-one to confirm').fill('plain-one')
  await page.getByRole('button', { name: 'Delete @plain-one' }).click()
  await page.getByRole('heading', { name: '@plain-one is deleted' }).waitFor()
  expect((await fetch(`${inject('server').url}/api/v1/profiles/plain-one`)).status).toBe(404)
})

async function unlocked(page: Page): Promise<number> {
  return page.locator('.badge.is-unlocked').count()
}
