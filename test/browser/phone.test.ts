import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { EVERY_PAGE } from '../pages/every-page.tsx'
import { useChromium } from './chromium.ts'
import { useMadePages } from './made-page.ts'

const chromium = useChromium()
const made = useMadePages()
let page: Page

beforeAll(async () => {
  page = await chromium.newPage({ viewport: { width: 320, height: 568 } })
})

/** What sticks out to the right of the screen, by its classes. */
const STICKING_OUT = `
  document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')]
      .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 0.5)
      .map((part) => part.tagName + '.' + part.className)
`

describe('at 320 px there is nothing to scroll sideways, folded or unfolded', () => {
  it('the API reference, with all that it documents', async () => {
    await page.goto('/docs')
    expect(await page.evaluate(STICKING_OUT)).toEqual([])
  })

  it.each(Object.entries(EVERY_PAGE))('%s', async (_, html) => {
    await made.show(page, html)
    await staysWithin(page)
  })

  it('the whole reference, which begins on the first screen with its address', async () => {
    await page.goto('/docs')
    const address = page.getByText('Base URL')
    expect(await address.evaluate((line) => line.getBoundingClientRect().top)).toBeLessThan(568)
    await staysWithin(page)
  })
})

async function staysWithin(page: Page): Promise<void> {
  expect(await page.evaluate(STICKING_OUT)).toEqual([])
  await page.evaluate(`
    for (const part of document.querySelectorAll('details')) {
      part.removeAttribute('name')
      part.open = true
    }
  `)
  expect(await page.evaluate(STICKING_OUT)).toEqual([])
}
