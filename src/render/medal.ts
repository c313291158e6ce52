import { GROWTH, type Metal } from '../ui/metal.ts'
import { FIFTHS, type Growth, sprayPath, WREATH_REACH } from '../ui/wreath-shape.ts'
import type { Canvas } from './canvas.ts'
import { GLYPH_TENTHS, glyphOf } from './glyph.ts'
import { element, number } from './markup.ts'
import { AURORA, type EarnedMetal, METAL_COLOURS } from './themes.ts'

/** Wreaths and coins, as on the pages. */

export interface Place {
  /** The upper left corner. */
  x: number
  y: number
  size: number
}

/** Out of the 96 units that a medal measures. */
const COIN_RADIUS = 26
const ICON_SIZE = 28

/** Returns a wreath grown to `growth`: of a metal, as a faint ghost, or plain in the colour of its parent. */
export function wreath(
  canvas: Canvas,
  growth: Growth,
  metal: EarnedMetal | 'ghost' | 'plain',
  place?: Place,
): string {
  const where = { transform: place && placed(place) }
  if (metal === 'Olympian') return canvas.use(rainbow(canvas), where)
  const [id] = sprays(canvas, growth)
  if (metal === 'plain') return canvas.use(id, where)
  const ghostly = metal === 'ghost'
  return canvas.use(id, {
    ...where,
    ...canvas.paint({ fill: ghostly ? 'soft' : `wreath-${metal}` }),
    'fill-opacity': ghostly ? 0.24 : undefined,
  })
}

/** From the fifths around the centre, in which a wreath is written. */
const CENTRED = { transform: `translate(48 48) scale(${number(1 / FIFTHS)})` }
const MIRRORED = { transform: 'scale(-1 1)' }

/** Returns what a wreath and its right side are defined as: the left is its mirror image, which halves the file. */
function sprays(canvas: Canvas, growth: Growth): [wreath: string, right: string] {
  const right = canvas.name(`spray-${growth}`)
  const wreath = canvas.define(`wreath-${growth}`, (id) =>
    element(
      'g',
      { id, ...CENTRED },
      element('path', { id: right, d: sprayPath(growth) }) + canvas.use(right, MIRRORED),
    ),
  )
  return [wreath, right]
}

/** Returns what the Olympian wreath is defined as. One gradient spans both sides: the mirror has it mirrored. */
function rainbow(canvas: Canvas): string {
  const [, right] = sprays(canvas, 5)
  const paint = (name: string, from: number) => {
    const spanning = canvas.define(name, (id) =>
      canvas.refer('linearGradient', aurora(canvas), {
        id,
        ...{ gradientUnits: 'userSpaceOnUse', x1: from, y1: WREATH_REACH, x2: -from, y2: -WREATH_REACH },
      }),
    )
    return { fill: `url(#${spanning})` }
  }
  return canvas.define('rainbow', (id) =>
    element(
      'g',
      { id, ...CENTRED },
      canvas.use(right, paint('aurora-right', -WREATH_REACH)) +
        canvas.use(right, { ...MIRRORED, ...paint('aurora-left', WREATH_REACH) }),
    ),
  )
}

/** Returns a coin with an icon in a wreath that grows with the tier; only an outline if it is not earned. */
export function medal(canvas: Canvas, metal: Metal, icon: string, place: Place): string {
  const growth = GROWTH[metal]
  const earned = metal === 'open' || metal === 'secret' ? null : metal
  const parts = [
    metal !== 'secret' && growth < 5 ? wreath(canvas, 5, 'ghost') : '',
    earned !== null && growth !== 0 ? wreath(canvas, growth, earned) : '',
    earned === null ? blank(canvas) : coin(canvas, earned),
    glyph(canvas, earned, icon),
  ]
  return element('g', { transform: placed(place) }, parts.join(''))
}

/** Returns a small coin, to precede a tier's name. */
export function pip(canvas: Canvas, metal: EarnedMetal, x: number, y: number, radius: number): string {
  return element('circle', {
    cx: x,
    cy: y,
    r: radius,
    fill: `url(#${metalShade(canvas, metal)})`,
    stroke: METAL_COLOURS[metal].dark,
    'stroke-width': number(radius * 0.18, 1),
    'stroke-opacity': 0.6,
  })
}

/** A coin: its shadow, its metal with a dark edge, and what shines on it within a bright one. */
function coin(canvas: Canvas, metal: EarnedMetal): string {
  const at = { cx: 48, cy: 48 }
  const id = canvas.define('coin', (name) => {
    const shine = canvas.name('shine')
    return (
      `<radialGradient id="${shine}" cx=".32" cy=".24" r=".5"><stop offset="0" stop-color="#fff" stop-opacity=".65"/>` +
      '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>' +
      element(
        'g',
        { id: name },
        element('circle', { cx: 48, cy: 50, r: COIN_RADIUS + 0.6, fill: '#111', 'fill-opacity': 0.2 }) +
          element('circle', { ...at, r: COIN_RADIUS, stroke: 'currentColor', 'stroke-opacity': 0.7 }) +
          element('circle', {
            ...{ ...at, r: COIN_RADIUS - 1.6, fill: `url(#${shine})` },
            ...{ stroke: '#fff', 'stroke-width': 1.8, 'stroke-opacity': 0.5 },
          }),
      )
    )
  })
  return canvas.use(id, { color: METAL_COLOURS[metal].dark, fill: `url(#${metalShade(canvas, metal)})` })
}

function blank(canvas: Canvas): string {
  return element('circle', {
    cx: 48,
    cy: 48,
    r: COIN_RADIUS - 0.75,
    ...canvas.paint({ fill: 'soft', stroke: 'soft' }),
    'fill-opacity': 0.08,
    'stroke-opacity': 0.3,
    'stroke-width': 1.5,
  })
}

function glyph(canvas: Canvas, metal: EarnedMetal | null, icon: string): string {
  const offset = 48 - ICON_SIZE / 2
  return element(
    'g',
    {
      transform: `translate(${offset} ${offset}) scale(${number(ICON_SIZE / 24 / GLYPH_TENTHS, 3)})`,
      ...(metal === null ? canvas.paint({ stroke: 'soft' }) : { stroke: METAL_COLOURS[metal].ink }),
      fill: 'none',
      'stroke-width': 2 * GLYPH_TENTHS,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    glyphOf(icon),
  )
}

function metalShade(canvas: Canvas, metal: EarnedMetal): string {
  if (metal === 'Olympian') return aurora(canvas)
  const { light, base, dark } = METAL_COLOURS[metal]
  return canvas.define(
    `metal-${metal}`,
    (id) =>
      `<linearGradient id="${id}" x1=".29" y1=".05" x2=".71" y2=".95"><stop offset="0" stop-color="${light}"/>` +
      `<stop offset=".45" stop-color="${base}"/><stop offset="1" stop-color="${dark}"/></linearGradient>`,
  )
}

/** The gradient of the Olympian tier. */
export function aurora(canvas: Canvas): string {
  const stops = AURORA.map(([offset, colour]) => `<stop offset="${number(offset)}" stop-color="${colour}"/>`)
  return canvas.define(
    'aurora',
    (id) => `<linearGradient id="${id}" x1="0" y1="1" x2="1" y2="0">${stops.join('')}</linearGradient>`,
  )
}

function placed({ x, y, size }: Place): string {
  const moved = x === 0 && y === 0 ? '' : `translate(${number(x)} ${number(y)}) `
  return `${moved}scale(${number(size / 96, 3)})`
}
