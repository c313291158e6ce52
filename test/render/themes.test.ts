import { describe, expect, it } from 'vitest'
import { BadgeOptionsSchema, CardOptionsSchema, THEME_NAMES } from '../../src/contract/cards.ts'
import { palettesOf } from '../../src/render/palette.ts'
import { AURORA, GLOW, METAL_COLOURS, METAL_TEXT, THEMES } from '../../src/render/themes.ts'
import { contrast } from '../pages/wcag.ts'
import { cardView } from './pictured-views.ts'
import { PICTURES } from './pictures.ts'
import { elementsOf } from './xml-parser.ts'

/** WCAG 2.2: 4.5:1 for text (1.4.3). */
const READABLE = 4.5

describe.each(THEME_NAMES)('%s', (name) => {
  const theme = THEMES[name]
  const lights = [
    ...AURORA.map(([, colour]) => colour),
    ...Object.values(METAL_COLOURS).map(({ base }) => base),
  ]
  const grounds = [theme.ground, ...lights.map((light) => blended(theme.ground, light, GLOW[theme.scheme]))]

  it('can be read on its ground, whatever shines over it', () => {
    for (const text of [theme.title, theme.text, theme.soft, ...Object.values(METAL_TEXT[theme.scheme])]) {
      for (const ground of grounds)
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(READABLE)
    }
  })

  it('can be read on a badge', () => {
    expect(contrast(theme.title, theme.border)).toBeGreaterThanOrEqual(READABLE)
  })
})

it('there are twelve themes at least, no two alike', () => {
  expect(THEME_NAMES.length).toBeGreaterThanOrEqual(12)
  expect(new Set(Object.values(THEMES).map((theme) => JSON.stringify(theme))).size).toBe(THEME_NAMES.length)
})

it.each(Object.entries(METAL_COLOURS))('the icon on a coin of %s is readable', (_metal, { base, ink }) => {
  expect(contrast(ink, base)).toBeGreaterThanOrEqual(READABLE)
})

it.each(['flat', 'flat-square', 'for-the-badge'])(
  'every text of a %s badge can be read on its half',
  (style) => {
    for (const achievement of [
      'tier-0',
      'tier-1',
      'tier-2',
      'tier-3',
      'tier-4',
      'feat',
      'begun',
      'no-such',
    ]) {
      for (const bg_color of ['', 'ffffff', '000000', '777777', 'e05d44', '4c1']) {
        const svg = PICTURES['badge.svg']?.(cardView(), { style, achievement, bg_color }) ?? ''
        const elements = elementsOf(svg)
        const halves = elements.filter(
          ({ name, attributes }) => name === 'rect' && attributes.fill?.startsWith('#'),
        )
        const texts = elements.filter(({ name }) => name === 'text')
        expect([halves.length, texts.length]).toEqual([2, 2])
        for (const [index, { attributes }] of texts.entries()) {
          const ground = long(halves[index]?.attributes.fill ?? '')
          expect(contrast(long(attributes.fill ?? ''), ground)).toBeGreaterThanOrEqual(READABLE)
        }
      }
    }
  },
)

describe('a ground that was chosen', () => {
  const paletteOn = (bg_color: string, theme?: string) =>
    palettesOf(CardOptionsSchema.parse({ bg_color, theme }))

  it.each(['fff', '000', 'ffffff', '0d1117', 'f5e6c8', '4b2e83', '1f6f43', '777777', 'c0392b'])(
    '%s gets text that can be read on it',
    (colour) => {
      for (const theme of [undefined, 'auto', 'night', 'sand', 'amphora']) {
        const { base, dark } = paletteOn(colour, theme)
        expect(dark).toBeNull()
        const query = { bg_color: colour, show: 'secrets,latest', ...(theme === undefined ? {} : { theme }) }
        const texts = elementsOf(PICTURES['card.svg']?.(cardView(), query) ?? '').filter(
          ({ attributes, text }) => text !== '' && attributes.fill,
        )
        expect(texts.length).toBeGreaterThan(10)
        for (const { attributes } of texts) {
          expect(contrast(long(attributes.fill ?? ''), long(base.ground))).toBeGreaterThanOrEqual(READABLE)
        }
      }
    },
  )

  it('that is clear keeps to the theme', () => {
    expect(paletteOn('00000000', 'night').base.text).toBe(THEMES.night.text)
    expect(paletteOn('0000', 'auto').dark).not.toBeNull()
  })
})

describe('options', () => {
  it('that do not fit count as not given', () => {
    const options = CardOptionsSchema.parse({
      theme: 'no such',
      bg_color: 'red',
      title_color: '#12345',
      border_radius: '61',
      card_width: '319',
      locale: 'tlh',
      hide: 'nothing,next',
      unknown: '1',
    })
    expect(options).toEqual({ hide: ['next'] })
  })

  it('that fit are taken as they are meant', () => {
    expect(
      CardOptionsSchema.parse({
        bg_color: '#ABC',
        hide_border: 'true',
        border_radius: '0',
        card_width: '500',
        locale: 'pt-BR',
        hide: 'next,Tiers',
      }),
    ).toEqual({
      bg_color: '#abc',
      hide_border: true,
      border_radius: 0,
      card_width: 500,
      locale: 'pt',
      hide: ['tiers', 'next'],
    })
    expect(BadgeOptionsSchema.parse({ style: 'for-the-badge', hide_border: 'false' })).toEqual({
      style: 'for-the-badge',
      hide_border: false,
    })
  })
})

/** `#abc` as `#aabbcc`. */
function long(colour: string): string {
  return colour.length === 4 ? colour.replace(/[\da-f]/g, '$&$&') : colour
}

function blended(ground: string, light: string, share: number): string {
  const at = (colour: string, place: number) => Number.parseInt(colour.slice(place, place + 2), 16)
  const mixed = [1, 3, 5].map((place) =>
    Math.round(at(ground, place) * (1 - share) + at(light, place) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
