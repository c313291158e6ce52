import { readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PicturedView } from '../../src/contract/cards.ts'
import { achievementPicture } from '../../src/render/achievement-picture.ts'
import { plainPng } from '../../src/render/indexed-png.ts'
import { composed, layersOf } from '../../src/render/layers.ts'
import { spelled } from '../../src/render/picture-fonts.ts'
import { type Raster, rasterOf } from '../../src/render/raster.ts'
import { placeholderPicture, SHARE_SIZE, sharePicture } from '../../src/render/share-picture.ts'
import { STORY_SIZE, storyPicture } from '../../src/render/story-picture.ts'
import { cardView, feat, NOW } from './pictured-views.ts'
import { PLACEHOLDER_KINDS } from './pictures.ts'
import { elementsOf, wordsIn } from './xml-parser.ts'

const FONTS = ['source-serif-4-700', 'source-sans-3-400', 'source-sans-3-600']
const DRAWINGS: [string, (view: PicturedView) => string][] = [
  ['the picture to share', sharePicture],
  ['the story', storyPicture],
  ['the picture of an achievement', (view) => achievementPicture(view, view.achievements[0] ?? feat('none'))],
  ['the picture of an open one', (view) => achievementPicture(view, view.achievements[6] ?? feat('none'))],
]

let raster: Raster

beforeAll(async () => {
  const bytes = async (path: string) => new Uint8Array(await readFile(path))
  raster = await rasterOf({
    module: await bytes('node_modules/@resvg/resvg-wasm/index_bg.wasm'),
    fonts: await Promise.all(FONTS.map((name) => bytes(`src/render/fonts/${name}.ttf`))),
  })
})

describe.each(DRAWINGS)('%s', (_name, draw) => {
  it('is well-formed, whoever it is of, and says the same of the same view', () => {
    for (const handle of ['ada', 'x'.repeat(39), '<b>&"']) {
      const svg = draw(cardView({ handle }))
      expect(() => elementsOf(svg)).not.toThrow()
      expect(svg).toBe(draw(cardView({ handle })))
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    }
    expect(() => elementsOf(draw(cardView({ achievements: [] })))).not.toThrow()
  })

  it('names no age, since it is kept, and nothing of hidden secrets', () => {
    expect(wordsIn(draw(cardView()))).not.toMatch(/ ago|Leaky|secret_1|31,?337/)
  })

  it('is made of nothing but what resvg can draw with the fonts beside it', () => {
    const svg = draw(cardView({ handle: '日本-ada' }))
    const families = [...svg.matchAll(/font-family[:=]"?([^;"}]+)/g)].map(([, family]) => family)
    expect(new Set(families)).toEqual(new Set(['Source Sans 3', 'Source Serif 4']))
    for (const { name, text } of elementsOf(svg)) {
      if (name === 'text' || name === 'tspan') expect(spelled(text)).toBe(text)
    }
  })
})

it.each(DRAWINGS.slice(0, 2))('%s names its day where the profile lives', (_name, draw) => {
  const view = cardView({ generated_at: NOW, time_zone: 'Pacific/Auckland' })
  expect(wordsIn(draw(view))).toContain('22 Sept 2026')
})

describe('a text that not every font can write', () => {
  it.each([
    ['Łódź', 'Łódź'],
    ['ǹō', 'nō'],
    ['日本', '••'],
    ['🏛️ a', '• a'],
    ['Привет', 'Привет'],
  ])('%s is drawn as %s', (text, drawn) => {
    expect(spelled(text)).toBe(drawn)
  })

  it('is visible when it is drawn', async () => {
    const blank = await raster('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"/>')
    for (const weight of ['font-family="Source Serif 4" font-weight="700"', 'font-family="Source Sans 3"']) {
      for (const text of ['日本語', 'Ωδή', 'ada']) {
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="30" ${weight}>${spelled(text)}</text></svg>`
        expect(await raster(svg)).not.toEqual(blank)
      }
    }
  })
})

/** How far two bitmaps differ at most in a channel. */
function furthest(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? -255))), 0)
}

describe('a ground that is drawn smaller', () => {
  const font = { fontBuffers: [] }
  const bitmap = (svg: string, value = 1) => {
    const { pixels, width, height } = new Resvg(svg, { font, fitTo: { mode: 'zoom', value } }).render()
    return { pixels, width, height }
  }

  it.each(DRAWINGS.slice(0, 2))('can’t be told from one of full size: %s', (_name, draw) => {
    const svg = draw(cardView())
    const layers = layersOf(svg)
    if (layers === null) throw new Error('It has no ground.')
    const whole = bitmap(svg)
    const inLayers = composed(bitmap(layers.figures), bitmap(layers.ground, 1 / 4))
    expect(furthest(inLayers, whole.pixels)).toBeLessThanOrEqual(2)
    // Without it, much would differ: the figures alone are no picture.
    expect(furthest(bitmap(layers.figures).pixels, whole.pixels)).toBeGreaterThan(100)
  })

  it('is the same where its size is no multiple', () => {
    const ground = { pixels: new Uint8Array(4 * 3 * 2).fill(90), width: 3, height: 2 }
    const clear = { pixels: new Uint8Array(4 * 10 * 7), width: 10, height: 7 }
    const shown = composed(clear, ground)
    expect([...new Set(shown.filter((_, at) => at % 4 < 3))]).toEqual([90])
    expect(shown.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true)
  })

  it('shows through figures by as much as they let through', () => {
    const ground = { pixels: Uint8Array.of(200, 100, 0, 255), width: 1, height: 1 }
    const half = { pixels: Uint8Array.of(64, 0, 0, 128), width: 1, height: 1 }
    expect([...composed(half, ground)]).toEqual([64 + 100, 50, 0, 255])
  })
})

describe('resvg', () => {
  it('draws a picture at its own size, and the same bytes of the same text', async () => {
    const svg = placeholderPicture('unknown', { width: 300, height: 200 })
    const png = await raster(svg)
    expect(sizeOf(png)).toEqual([300, 200])
    expect(await raster(svg)).toEqual(png)
  })

  it('draws each notice otherwise', async () => {
    const drawn = await Promise.all(
      PLACEHOLDER_KINDS.map((kind) => raster(placeholderPicture(kind, { width: 300, height: 200 }))),
    )
    expect(new Set(drawn.map(String)).size).toBe(PLACEHOLDER_KINDS.length)
  })

  it('tells the faces apart: each has its own letters', async () => {
    const faces = [
      ['Source Serif 4', 700],
      ['Source Sans 3', 400],
      ['Source Sans 3', 600],
    ].map(([family, weight]) =>
      raster(
        `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="30" font-size="30" font-family="${family}" font-weight="${weight}">Rag</text></svg>`,
      ),
    )
    expect(new Set((await Promise.all(faces)).map(String)).size).toBe(3)
  })
})

it('a plain PNG is one, of the size and colour that were asked for', async () => {
  for (const { width, height } of [SHARE_SIZE, STORY_SIZE, { width: 3, height: 2 }]) {
    const png = await plainPng(width, height, '#151c19')
    expect(sizeOf(png)).toEqual([width, height])
    expect([...chunk(png, 'PLTE')]).toEqual([0x15, 0x1c, 0x19])
    expect(inflateSync(chunk(png, 'IDAT'))).toEqual(Buffer.alloc((1 + Math.ceil(width / 8)) * height))
    const shown = await raster(
      `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><image width="8" height="8" preserveAspectRatio="none" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/></svg>`,
    )
    const painted = await raster(
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#151c19"/></svg>',
    )
    expect(shown).toEqual(painted)
  }
})

it.each(DRAWINGS)('%s has a palette, and no more than 112 kB', async (_name, draw) => {
  const png = await raster(draw(cardView()))
  const { colourType, bytes } = { colourType: png[25], bytes: png.length }
  expect(colourType).toBe(3)
  expect(bytes).toBeLessThan(112_000)
})

it('a picture that something shows through keeps its transparency', async () => {
  const png = await raster(
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8"/></svg>',
  )
  expect(png[25]).toBe(6)
})

function sizeOf(png: Uint8Array): number[] {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

function chunk(png: Uint8Array, type: string): Uint8Array {
  const at = Buffer.from(png).indexOf(type)
  const length = new DataView(png.buffer, png.byteOffset).getUint32(at - 4)
  return png.subarray(at + 4, at + 4 + length)
}
