import { readFile } from 'node:fs/promises'
import { optimize } from 'svgo'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Raster, rasterOf } from '../../src/render/raster.ts'
import { wreathPath } from '../../src/ui/wreath-shape.ts'
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

  it('comes out of svgo looking and saying the same', async () => {
    const { data } = optimize(svg)
    expect(textsOf(data)).toEqual(textsOf(svg))
    expect(await shareDiffering(withoutText(svg), withoutText(data))).toBeLessThan(0.002)
  })
})

describe('every picture', () => {
  const elements = Object.values(EVERY_PICTURE).flatMap(elementsOf)

  it('refers to what it defines as SVG 1.1 does: Inkscape 1.2 and Batik know nothing else', () => {
    const links = elements.filter(({ name, attributes }) => name === 'use' || 'xlink:href' in attributes)
    expect(links.length).toBeGreaterThan(0)
    for (const { attributes } of links) expect(attributes['xlink:href']).toMatch(/^#/)
    expect(elements.filter(({ attributes }) => 'href' in attributes)).toEqual([])
  })

  it('has one gradient across both sides of an Olympian wreath', async () => {
    const card = withoutText(PICTURES['card.svg']?.(cardView(), {}) ?? '')
    const sides =
      /<use [^>]*fill="(url\(#\w+\))"\/><use [^>]*transform="scale\(-1 1\)"[^>]*fill="url\(#\w+\)"\/>/
    const whole = card.replace(sides, (_, fill) => `<path d="${wreathPath(5)}" fill="${fill}"/>`)
    expect(whole).not.toBe(card)
    expect(await shareDiffering(card, whole)).toBeLessThan(0.0002)
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
