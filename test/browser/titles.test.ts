import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { useChromium } from './chromium.ts'

const chromium = useChromium()

it('titles are drawn in the served font, whose file is small and which nothing waits for', async () => {
  const page = await chromium.newPage()
  await page.goto('/docs')
  // Firefox quotes the name of a family.
  const fonts = await page.evaluate(
    `document.fonts.ready.then((fonts) =>
      [...fonts].map(({ family, status, display }) => [family.replaceAll('"', ''), status, display]))`,
  )
  expect(fonts).toEqual([['Source Serif 4', 'loaded', 'optional']])
  expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontFamily`)).toMatch(
    /^"Source Serif 4"/,
  )
  expect(statSync('dist/assets/source-serif-4-latin-600.woff2').size).toBeLessThanOrEqual(40_000)
})
