import { readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bakePng } from '../../src/credentials/png.ts'
import { BADGE_IMAGE_SIZE, badgeImagePicture, badgeImageSvg } from '../../src/render/badge-image.ts'
import { chunksOf } from '../../src/render/png-chunks.ts'
import { rasterOf } from '../../src/render/raster.ts'
import { NOW, unlocked } from '../pages/made-views.ts'
import { elementsOf, wordsIn } from './xml-parser.ts'

const plaque = (change: object = {}) => ({
  handle: 'ada',
  page: 'laurel.example/@ada',
  timeZone: 'UTC',
  achievement: unlocked('one', 'Gold', { name: 'Let Him Cook' }),
  since: NOW,
  ...change,
})

describe.each([
  ['SVG', badgeImageSvg],
  ['PNG', badgeImagePicture],
])('the plaque to be shown as %s', (_form, draw) => {
  it('is well-formed, whoever it is of, and the same whenever it is drawn', () => {
    for (const handle of ['ada', 'x'.repeat(39), '<b>&"']) {
      const svg = draw(plaque({ handle }))
      expect(() => elementsOf(svg)).not.toThrow()
      expect(svg).toBe(draw(plaque({ handle })))
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('says who earned what, in which tier, and on which day where they live', () => {
    const words = wordsIn(draw(plaque({ timeZone: 'Pacific/Auckland' })))
    for (const said of ['Let Him Cook', 'Gold', '22 Sept 2026', 'laurel.example/@ada'])
      expect(words).toContain(said)
  })

  it('says Earned where there are no tiers', () => {
    expect(wordsIn(draw(plaque({ achievement: unlocked('one', null) })))).toContain('One-time')
  })
})

it('is a PNG of its size that still inflates with a credential in it', async () => {
  const bytes = async (path: string) => new Uint8Array(await readFile(path))
  const fonts = ['source-serif-4-700', 'source-sans-3-400', 'source-sans-3-600']
  const raster = await rasterOf({
    module: await bytes('node_modules/@resvg/resvg-wasm/index_bg.wasm'),
    fonts: await Promise.all(fonts.map((name) => bytes(`src/render/fonts/${name}.ttf`))),
  })
  const baked = bakePng(await raster(badgeImagePicture(plaque())), 'a.b.c')
  const chunks = [...chunksOf(baked)]
  expect(chunks.map(({ type }) => type).filter((type, at, all) => all.indexOf(type) === at)).toEqual([
    'IHDR',
    'iTXt',
    'PLTE',
    'IDAT',
    'IEND',
  ])
  const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  // Each row: a filter byte and a byte for each pixel.
  expect(inflateSync(pixels)).toHaveLength(BADGE_IMAGE_SIZE.height * (1 + BADGE_IMAGE_SIZE.width))
})
