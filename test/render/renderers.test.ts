import { readFile } from 'node:fs/promises'
import { optimize } from 'svgo'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Raster, rasterOf } from '../../src/render/raster.ts'
import { shareDiffering, withoutText } from './compared.ts'
import { EVERY_PICTURE } from './every-picture.ts'
import { cardView } from './pictured-views.ts'
import { PICTURES } from './pictures.ts'
import { elementsOf } from './xml-parser.ts'

const textsOf = (svg: string) =>
  elementsOf(svg)
    .filter(({ name }) => name === 'text' || name === 'tspan')
    .map(({ text }) => text)

let raster: Raster

beforeAll(async () => {
  const module = new Uint8Array(await readFile('node_modules/@resvg/resvg-wasm/index_bg.wasm'))
  raster = await rasterOf({ module, fonts: [] })
})

describe.each(Object.entries(PICTURES))('%s', (_name, draw) => {
  const svg = draw(cardView(), {})

  it('is the same to resvg and to librsvg', async () => {
    const drawn = withoutText(svg)
    expect(await shareDiffering(drawn, await raster(drawn))).toBeLessThan(0.002)
  })

  it('comes out of svgo smaller, and looks and says the same', async () => {
    const { data } = optimize(svg)
    expect(data.length).toBeLessThan(svg.length)
    expect(textsOf(data)).toEqual(textsOf(svg))
    expect(await shareDiffering(withoutText(svg), withoutText(data))).toBeLessThan(0.002)
  })
})

describe('every picture', () => {
  const elements = Object.values(EVERY_PICTURE).flatMap(elementsOf)

  it('refers to its wreaths in both ways: Inkscape 1.2 and Batik know the older alone', () => {
    const uses = elements.filter(({ name }) => name === 'use')
    expect(uses.length).toBeGreaterThan(0)
    for (const { attributes } of uses) expect(attributes['xlink:href']).toBe(attributes.href)
  })

  it('keeps no space at the edge of a tspan, where librsvg drops it', () => {
    const spans = elements.filter(({ name }) => name === 'tspan')
    expect(spans.length).toBeGreaterThan(0)
    for (const { text } of spans) expect(text).toBe(text.trim())
  })

  it('says where each stop of a gradient is: Batik refuses one without', () => {
    const stops = elements.filter(({ name }) => name === 'stop')
    expect(stops.length).toBeGreaterThan(0)
    for (const { attributes } of stops) expect(attributes.offset).toMatch(/^[\d.]+$/)
  })

  it('names no font that begins with a hyphen, at which Batik fails', () => {
    for (const { attributes } of elements) expect(attributes['font-family'] ?? '').not.toMatch(/(^|,)\s*-/)
  })
})
