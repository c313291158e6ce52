import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EVERY_PICTURE } from '../render/every-picture.ts'
import { elementsOf } from '../render/xml-parser.ts'
import { useChromium } from './chromium.ts'
import { type Rendered, renderedAs } from './rendered.ts'

const chromium = useChromium()
let page: Page

beforeAll(async () => {
  page = await chromium.newPage()
})
afterAll(() => page.context().close())

it.each(Object.entries(EVERY_PICTURE))('%s is drawn as an image, at its own size', async (_, svg) => {
  const { width, height } = elementsOf(svg)[0]?.attributes ?? {}
  const image = await page.evaluate<Rendered>(renderedAs(svg))
  // Widths of badges are those of their words; images have whole pixels.
  expect([image.width, image.height]).toEqual([Math.round(Number(width)), Math.round(Number(height))])
  // Ground, figures and the edges of letters: far more than an empty picture has.
  expect(image.colours).toBeGreaterThan(20)
})
