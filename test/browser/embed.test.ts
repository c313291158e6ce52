import { expect, inject, it } from 'vitest'
import { createProfile } from './api.ts'
import { complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()

it('the embed page shows the options of the chosen picture alone, and writes code with them as they change', async () => {
  await createProfile(inject('server').url, 'embedded')
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/@embedded/embed')
  expect(await page.getByLabel('Columns').isVisible()).toBe(false)
  await page.getByLabel('Picture').selectOption('trophies')
  await page.getByLabel('Columns').fill('4')
  await page.getByLabel('Rows').fill('99')
  await page.getByLabel('Rows').blur()
  await page.getByRole('group', { name: 'On light pages' }).getByText('rose').click()
  const url = await page.getByLabel('Image URL').inputValue()
  expect(new URL(url).pathname + new URL(url).search).toBe('/@embedded/trophies.svg?theme=rose&columns=4')
  expect(await page.locator('[data-preview=light]').getAttribute('src')).toBe(
    '/@embedded/trophies.svg?theme=rose&columns=4',
  )
  await page.getByLabel('Picture').selectOption('story')
  expect(await page.getByLabel('Markdown').inputValue()).toMatch(/\/story\.png\)\]\(/)
  expect(await page.locator('form fieldset:visible').count()).toBe(0)
  expect(complaints).toEqual([])
})

it('code fits its box', async () => {
  const page = await chromium.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto('/@embedded/embed')
  const hidden = await page
    .locator('.copy-text textarea')
    .evaluateAll((fields) => fields.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight))
  expect(hidden).toEqual([0, 0, 0, 0])
})
