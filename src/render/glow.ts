import type { Canvas } from './canvas.ts'
import { element } from './markup.ts'
import { AURORA, type EarnedMetal, GLOW, METAL_COLOURS } from './themes.ts'

/** Returns the glow of the highest metal over the top of a picture; '' on a ground that the reader chose. */
export function glow(canvas: Canvas, metal: EarnedMetal | null, width: number, height: number): string {
  if (!canvas.palette.glows || metal === null) return ''
  const strength = GLOW[canvas.palette.scheme]
  const spots =
    metal === 'Olympian'
      ? AURORA.map(([offset, colour]) => ({ at: 0.06 + 0.9 * offset, colour, reach: 0.42 }))
      : [{ at: 0.14, colour: METAL_COLOURS[metal].base, reach: 0.8 }]
  return spots
    .map(({ at, colour, reach }, index) => {
      const shade = canvas.define(
        `glow-${index}`,
        (id) =>
          `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${Math.round(width * at)}" cy="${Math.round(-0.12 * Math.min(width, height))}" r="${Math.round(Math.max(width, 0.6 * height) * reach)}">` +
          `<stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
      )
      return element('rect', { ...canvas.frame(width, height), fill: `url(#${shade})` })
    })
    .join('')
}
