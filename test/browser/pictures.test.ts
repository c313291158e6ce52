import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EVERY_PICTURE } from '../render/every-picture.ts'
import { elementsOf } from '../render/xml-parser.ts'
import { useChromium } from './chromium.ts'

const chromium = useChromium()
let page: Page

beforeAll(async () => {
  page = await chromium.newPage()
})
afterAll(() => page.context().close())

/** What an `<img>` makes of an SVG: its size, and how many colours there are among its pixels. */
interface Rendered {
  width: number
  height: number
  colours: number
}

function rendered(svg: string): Promise<Rendered> {
  const source = JSON.stringify(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
  return page.evaluate(`(async () => {
    const image = new Image()
    image.src = ${source}
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), {
      width: image.naturalWidth,
      height: image.naturalHeight,
    })
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const colours = new Set(new Uint32Array(data.buffer))
    return { width: image.naturalWidth, height: image.naturalHeight, colours: colours.size }
  })()`)
}

it.each(Object.entries(EVERY_PICTURE))('%s is drawn as an image, at its own size', async (_, svg) => {
  const { width, height } = elementsOf(svg)[0]?.attributes ?? {}
  const image = await rendered(svg)
  // Widths of badges are those of their words; images have whole pixels.
  expect([image.width, image.height]).toEqual([Math.round(Number(width)), Math.round(Number(height))])
  // Ground, figures and the edges of letters: far more than an empty picture has.
  expect(image.colours).toBeGreaterThan(20)
})
