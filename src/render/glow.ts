import type { Canvas } from './canvas.ts'
import { groundLayer } from './layers.ts'
import { element } from './markup.ts'
import { AURORA, type EarnedMetal, GLOW, METAL_COLOURS } from './themes.ts'

/** Returns the ground of a picture and the glow over it, apart from what stands on them. */
export function litGround(canvas: Canvas, metal: EarnedMetal | null, width: number, height: number): string {
  return groundLayer(canvas.ground(width, height) + glow(canvas, metal, width, height))
}

/** Returns the glow of the highest metal over the top of a picture; '' on a ground that the reader chose. */
export function glow(canvas: Canvas, metal: EarnedMetal | null, width: number, height: number): string {
  if (!canvas.palette.glows || metal === null) return ''
  const strength = GLOW[canvas.palette.scheme]
  const spots =
    metal === 'Olympian'
      ? AURORA.map(([offset, colour]) => ({ at: 0.06 + 0.9 * offset, colour, reach: 0.42 }))
      : [{ at: 0.14, colour: METAL_COLOURS[metal].base, reach: 0.8 }]
  const { x: left, y: top, width: across, height: down, rx } = canvas.frame(width, height)
  return spots
    .map(({ at, colour, reach }, index) => {
      const [x, y] = [Math.round(width * at), Math.round(-0.12 * Math.min(width, height))]
      const radius = Math.round(Math.max(width, 0.6 * height) * reach)
      const shade = canvas.define(
        `glow-${index}`,
        (id) =>
          `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${x}" cy="${y}" r="${radius}">` +
          `<stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
      )
      // Not below the light: renderers take a long time over pixels that it doesn't reach. As wide as the picture: what is
      // the same for all spots compresses.
      const lit = { x: left, y: top, rx, width: across, height: Math.min(down, y + radius - top) }
      return element('rect', { ...lit, fill: `url(#${shade})`, 'fill-opacity': strength })
    })
    .join('')
}
