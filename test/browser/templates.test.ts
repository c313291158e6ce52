import { readFile } from 'node:fs/promises'
import { expect, inject, it } from 'vitest'
import { createProfile, upload } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()

it.each([true, false])(
  'leads from a good session to a template, and to none again (script: %s)',
  async (javaScriptEnabled) => {
    const handle = `templates-${javaScriptEnabled}`
    const url = inject('server').url
    const key = await createProfile(url, handle)
    const history = await readFile(new URL('../golden/history.db.gz', import.meta.url))
    await upload(url, handle, key, history, 'gzip')
    const headers = { Authorization: `Bearer ${key}` }
    await fetch(`${url}/api/v1/profiles/${handle}/rescan`, { method: 'POST', headers })
    const page = await chromium.newPage({ javaScriptEnabled })
    const complaints = complaintsOf(page)
    await page.goto('/sign-in')
    await page.getByLabel('Handle').fill(handle)
    await page.getByLabel('Owner key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Templates', exact: true }).click()
    await page.getByText('No templates yet').waitFor()
    const suggested = page.getByRole('button', { name: /^Make a template from / })
    await page.getByRole('button', { name: 'Find candidates' }).click()
    await expect.poll(() => suggested.count()).toBe(6)
    await suggested.first().click()
    await page.getByRole('region', { name: 'Arguments of call 1' }).waitFor()
    const name = await page.getByRole('heading', { level: 1 }).textContent()
    const json = await page.getByLabel('As JSON').inputValue()
    expect(JSON.parse(json)).toMatchObject({ name, session_id: 's00087_d541ca' })
    // A script shows it.
    await expect
      .poll(() => page.getByRole('button', { name: 'Copy' }).count())
      .toBe(Number(javaScriptEnabled))
    await page.locator('summary', { hasText: /^Delete$/ }).click()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.getByText('No templates yet').waitFor()
    expect(complaints).toEqual([])
  },
)
