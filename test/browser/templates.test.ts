import { expect, inject, it } from 'vitest'
import { createProfile, scan } from './api.ts'
import { complaintsOf, own, useChromium } from './chromium.ts'

const chromium = useChromium()

it.each([true, false])(
  'leads from a good session to a template, and to none again (script: %s)',
  async (javaScriptEnabled) => {
    const handle = `templates-${javaScriptEnabled}`
    const url = inject('server').url
    const key = await createProfile(url, handle)
    await scan(url, handle, key, 'history')
    const page = await chromium.newPage({ javaScriptEnabled })
    const complaints = complaintsOf(page)
    await own(page, handle, key)
    await page.goto(`/@${handle}`)
    await page.getByRole('link', { name: 'Templates', exact: true }).click()
    await page.getByText('No templates yet').waitFor()
    const suggested = page.getByRole('button', { name: /^Make a template from / })
    await page.getByRole('button', { name: 'Find candidates' }).click()
    await expect.poll(() => suggested.count()).toBe(10)
    await suggested.first().click()
    await page.getByRole('region', { name: 'Arguments of call 1' }).waitFor()
    const name = await page.getByRole('heading', { level: 1 }).textContent()
    const json = await page.getByLabel('As JSON').inputValue()
    expect(JSON.parse(json)).toMatchObject({ name, session_id: 's00027_b62ad4' })
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
