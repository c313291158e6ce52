import { wreathPath } from '../ui/wreath-shape.ts'
import { CHARGES, DIVISIONS, ORDINARIES, SHIELD } from './crest-shapes.ts'
import { element, textElement } from './markup.ts'
import { type EarnedMetal, METAL_COLOURS, METAL_TEXT } from './themes.ts'

/**
 * The crest of a profile: a coat of arms drawn from its handle and from nothing else, in the colours of the badges. By
 * the rule of tincture, what is on a colour is a metal, and the other way round, so that it can be told from its ground.
 */

/** The box that a crest is drawn in. */
export const CREST_SIZE = { width: 96, height: 112 } as const
const VIEW_BOX = `0 0 ${CREST_SIZE.width} ${CREST_SIZE.height}`

const NAMES: readonly EarnedMetal[] = ['Copper', 'Silver', 'Gold', 'Diamond', 'Olympian', 'earned']
/** Dark, for the field. */
export const COLOURS: readonly string[] = NAMES.map((name) => METAL_TEXT.light[name])
/** Bright, for what is on it. */
export const METALS: readonly string[] = NAMES.map((name) => METAL_COLOURS[name].light)
/** Seen on light pages and on dark ones. */
export const EDGE = METAL_COLOURS.Gold.dark

/** Returns the shapes of a handle's crest, within a box of `CREST_SIZE`. Once in a document: they name each other. */
export function crestShapes(handle: string): string {
  const draw = lots(handle)
  const pick = <T>(choices: readonly T[]): T => choices[draw() % choices.length] as T
  const colour = pick(COLOURS)
  const second = pick(COLOURS.filter((other) => other !== colour))
  const metal = pick(METALS)
  const ordinary = pick(ORDINARIES)
  const charge = pick([...CHARGES, wreathPath(5)])
  const division = pick(DIVISIONS)
  const isWreath = charge.startsWith('M48 48')
  const field =
    element('path', { d: SHIELD, fill: colour }) +
    element('path', { d: division, fill: second }) +
    element('path', { d: ordinary.shape, fill: metal, 'fill-rule': 'evenodd' })
  const charges = ordinary.charges.map(({ x, y, size, onMetal }) =>
    element('use', {
      href: '#crest-charge',
      transform: `translate(${x} ${y}) scale(${Math.round((size / 48) * 1000) / 1000})`,
      fill: onMetal ? colour : metal,
    }),
  )
  return (
    `<clipPath id="crest-shield">${element('path', { d: SHIELD })}</clipPath>` +
    `<defs>${element('path', {
      id: 'crest-charge',
      d: charge,
      'fill-rule': isWreath ? 'nonzero' : 'evenodd',
      // Charges are drawn about their middle, the wreath of the badges in a box of 96.
      transform: isWreath ? 'scale(.56) translate(-48 -48)' : undefined,
    })}</defs>` +
    element('g', { 'clip-path': 'url(#crest-shield)' }, field + charges.join('')) +
    element('path', { d: SHIELD, fill: 'none', stroke: EDGE, 'stroke-width': 4, 'stroke-linejoin': 'round' })
  )
}

/** Returns the crest of a handle as an SVG of its own. */
export function crestSvg(handle: string): string {
  return documentOf(`Crest of @${handle}`, crestShapes(handle))
}

/** Returns the shield of nobody, for what has none to show. */
export function blankCrest(): string {
  const shield = { d: SHIELD, fill: 'none', stroke: EDGE, 'stroke-width': 4, 'stroke-dasharray': '7 5' }
  return documentOf('A blank crest', element('path', shield))
}

function documentOf(title: string, shapes: string): string {
  const box = { xmlns: 'http://www.w3.org/2000/svg', ...CREST_SIZE, viewBox: VIEW_BOX, role: 'img' }
  return element('svg', box, textElement('title', {}, title) + shapes)
}

/**
 * Returns a source of numbers of 32 bits that depend on every character of a text: FNV-1a, each number mixed as
 * MurmurHash3 ends, so that handles that differ in one character have little else in common.
 */
function lots(text: string): () => number {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
}
