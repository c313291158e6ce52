import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PARTS, THEME_NAMES } from '../../src/contract/cards.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { LOCALES } from '../../src/language/language.ts'
import { METAL_TEXT, THEMES } from '../../src/render/themes.ts'
import { runs } from '../properties.ts'
import { activeYear, cardView, feat, NOW } from './pictured-views.ts'
import { PICTURES, PLACEHOLDERS, type Query } from './pictures.ts'
import { elementsOf, wordsIn } from './xml-parser.ts'

const drawings = Object.entries(PICTURES)
const everything: [string, (query: Query) => string][] = [
  ...drawings.map(([name, draw]): [string, (query: Query) => string] => [
    name,
    (query) => draw(cardView(), query),
  ]),
  ...Object.entries(PLACEHOLDERS),
]
const NAMESPACES = ['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']
const HOSTILE = '</text><script>alert(1)</script>"\' & ]]> <!-- \u0000\u001b\ud800\ufffe\u202e x'

describe.each(everything)('%s', (_name, draw) => {
  it('is one well-formed picture with a name and a description for who does not see it', () => {
    const [root, title, desc] = elementsOf(draw({}))
    expect(root).toMatchObject({
      name: 'svg',
      attributes: { role: 'img', xmlns: 'http://www.w3.org/2000/svg' },
    })
    expect([title?.name, desc?.name]).toEqual(['title', 'desc'])
    expect(root?.attributes['aria-labelledby']).toBe(`${title?.attributes.id} ${desc?.attributes.id}`)
    expect(`${title?.text}`.length * `${desc?.text}`.length).toBeGreaterThan(0)
    expect(root?.attributes.viewBox).toBe(`0 0 ${root?.attributes.width} ${root?.attributes.height}`)
  })

  it('says the same to the same options, and to other themes says the same words', () => {
    for (const theme of ['auto', ...THEME_NAMES]) {
      expect(draw({ theme })).toBe(draw({ theme }))
      const texts = (query: Query) =>
        elementsOf(draw(query))
          .filter(({ name }) => name === 'text')
          .map(({ text }) => text)
      expect(texts({ theme })).toEqual(texts({}))
    }
    expect(draw({ theme: 'wine' })).not.toBe(draw({ theme: 'sand' }))
  })

  it('is well-formed in every language, and says something other in each', () => {
    const said = LOCALES.map((locale) => wordsIn(draw({ locale })))
    expect(new Set(said).size).toBe(LOCALES.length)
    expect(draw({ locale: 'de-AT' })).toBe(draw({ locale: 'de' }))
  })

  it('loads nothing and refers to nothing but itself', () => {
    const elements = elementsOf(draw({}))
    const ids = new Set(elements.map(({ attributes }) => attributes.id))
    for (const { name, text, attributes } of elements) {
      expect(['script', 'image', 'foreignObject', 'a', 'iframe']).not.toContain(name)
      if (attributes.href !== undefined) expect(ids).toContain(attributes.href.slice(1))
      for (const value of [text, ...Object.values(attributes)]) {
        for (const [, id] of value.matchAll(/url\(#?([^)]*)\)/g)) expect(ids).toContain(id)
        if (!NAMESPACES.includes(value)) expect(value).not.toMatch(/https?:|@import|@font-face/)
      }
    }
  })

  it('has ids of its own, unlike those of any other picture in the same page', () => {
    const idsOf = (svg: string) =>
      elementsOf(svg).flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]))
    const ids = idsOf(draw({}))
    expect(new Set(ids).size).toBe(ids.length)
    const others = [
      ...everything.filter(([, other]) => other !== draw).map(([, other]) => other({})),
      draw({ theme: 'rose' }),
    ]
    for (const other of others) expect(idsOf(other).filter((id) => ids.includes(id))).toEqual([])
  })

  it('takes whatever an address holds', () => {
    const keys = [
      'theme',
      'bg_color',
      'title_color',
      'text_color',
      'border_color',
      'hide_border',
      'border_radius',
      'hide',
      'show',
      'card_width',
      'locale',
      'disable_animations',
      'columns',
      'rows',
      'category',
      'tier',
      'style',
      'achievement',
      '__proto__',
    ] // prettier-ignore
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...THEME_NAMES,
        ...LOCALES,
        ...PARTS,
        'fff',
        '#12345678',
        '0',
        '99999',
        '-1',
        '1e3',
        HOSTILE,
        'Gold',
      ),
      fc.nat().map(String),
      fc.subarray([...PARTS]).map((parts) => parts.join(',')),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (query) => {
        const svg = draw(query)
        expect(() => elementsOf(svg)).not.toThrow()
        expect(svg).toBe(draw(query))
        expect(svg).not.toMatch(/NaN|undefined|Infinity|<script/)
      }),
      { numRuns: runs(60) },
    )
  })
})

describe.each(drawings)('%s of a view', (_name, draw) => {
  const view = cardView()

  it('escapes names, whoever made them', () => {
    const achievements = view.achievements.map((item) => ({
      ...item,
      name: HOSTILE,
      icon: HOSTILE,
      category: HOSTILE,
    }))
    const svg = draw(
      { ...view, handle: HOSTILE, achievements },
      { show: PARTS.join(), achievement: 'tier-1' },
    )
    expect(elementsOf(svg).map(({ name }) => name)).not.toContain('script')
    expect(wordsIn(svg)).toContain('</text>')
    expect(svg).not.toContain('\u202e')
  })

  it('tells of hidden secrets their number alone', () => {
    const said = wordsIn(draw(view, { show: 'secrets,locked' }))
    for (const trace of ['secret_1', 'Leaky', 'metric_of', '31,337', '31337'])
      expect(said).not.toContain(trace)
    expect(draw(view, { achievement: 'secret_1' })).toBe(draw(view, { achievement: 'no-such' }))
  })

  it('says how old it is, and moves on with time', () => {
    expect(wordsIn(draw(view, {}))).toContain('Updated 3 h ago')
    expect(wordsIn(draw(view, { locale: 'fr' }, NOW + 3600))).toContain('il y a 4')
  })

  it('can be drawn of nothing, and of one achievement', () => {
    for (const achievements of [[], [feat('only')]]) {
      expect(() => elementsOf(draw({ ...view, achievements }, { show: PARTS.join() }))).not.toThrow()
    }
  })
})

describe('card.svg', () => {
  const draw = (query: Query, view = cardView()) => PICTURES['card.svg']?.(view, query) ?? ''

  it('shows the score, the proudest first, and what is missing to what is next', () => {
    const texts = elementsOf(draw({}))
      .filter(({ name }) => name === 'text')
      .map(({ text }) => text)
    expect(texts).toEqual(
      expect.arrayContaining(['6', 'of 10', '@ada', 'Nearly There', '850 more to Gold', 'Updated 3 h ago']),
    )
    expect(texts.findIndex((text) => text.includes('Olympian'))).toBeLessThan(texts.indexOf('Diamond'))
  })

  it('names each tier beside its dot, also where it is narrow', () => {
    for (const card_width of [320, 480]) {
      const svg = draw({ card_width: String(card_width) })
      for (const tier of [...TIER_NAMES, 'One-time']) expect(svg).toContain(`>1 ${tier}</text>`)
    }
  })

  it('draws progress in the colour of the tier it leads to', () => {
    const svg = draw({ theme: 'night', disable_animations: 'true' })
    expect(svg).toContain(`height="6" rx="3" fill="${METAL_TEXT.dark.Gold}"`)
  })

  it('leaves out what is hidden, and hiding wins over showing', () => {
    const height = (query: Query) => Number(elementsOf(draw(query))[0]?.attributes.height)
    for (const part of ['badges', 'next', 'updated']) expect(height({ hide: part })).toBeLessThan(height({}))
    expect(draw({ hide: 'secrets', show: 'secrets' })).not.toContain('2 secrets')
    expect(draw({ show: 'secrets' })).toContain('2 still secret')
    expect(draw({ hide: 'next' })).not.toContain('>Nearly There<')
  })

  it('names the rarest badge, if it is asked to and one is known', () => {
    const rare = { ...cardView(), rarest: { name: 'Night & Day', band: 'one_in_20' as const } }
    expect(wordsIn(draw({ show: 'rarest' }, rare))).toContain('Rarest: Night & Day, < 5 %')
    expect(wordsIn(draw({ show: 'rarest', locale: 'de' }, rare))).toContain('Am seltensten: Night & Day')
    for (const quiet of [draw({}, rare), draw({ show: 'rarest' })])
      expect(wordsIn(quiet)).not.toContain('Rarest')
  })

  it('names conditions where there are no tiers to count towards', () => {
    const { tiers: _none, ...item } = cardView().achievements[6] ?? feat('missing')
    expect(draw({}, cardView({ achievements: [item] }))).toContain('89% of the conditions')
  })

  it('moves only where the reader has nothing against it, and not at all when told', () => {
    const style = (query: Query) => elementsOf(draw(query)).find(({ name }) => name === 'style')?.text ?? ''
    const [before, inside] = style({}).split('@media (prefers-reduced-motion:no-preference){')
    expect(inside).toContain('animation')
    expect(before).not.toContain('animation')
    expect(style({ disable_animations: 'true' })).not.toMatch(/animation|keyframes/)
  })

  it('follows the reader’s choice of light and dark unless a theme or a ground is named', () => {
    expect(draw({})).toContain('prefers-color-scheme:dark')
    expect(draw({ theme: 'auto' })).toContain('prefers-color-scheme:dark')
    expect(draw({ theme: 'night' })).not.toContain('prefers-color-scheme')
    expect(draw({ bg_color: 'fff' })).not.toContain('prefers-color-scheme')
  })
})

describe('badge.svg', () => {
  const draw = (query: Query) => PICTURES['badge.svg']?.(cardView(), query) ?? ''

  it('follows the reader’s choice of light and dark unless a theme is named', () => {
    for (const query of [{}, { theme: 'auto' }, { achievement: 'tier-2' }]) {
      const svg = draw(query)
      expect(svg).toContain(
        `<rect width="${elementsOf(svg)[0]?.attributes.width}" height="20" fill="${THEMES.parchment.border}"`,
      )
      expect(svg).toMatch(new RegExp(`prefers-color-scheme:dark\\){.*fill:${THEMES.night.border}}`))
    }
    expect(draw({ theme: 'night' })).not.toContain('prefers-color-scheme')
    expect(draw({ theme: 'night' })).toContain(`fill="${THEMES.night.border}"`)
  })
})

it('a card with every tier takes less than 3.3 kB on its way', () => {
  expect(gzipSync(PICTURES['card.svg']?.(cardView(), {}) ?? '').length).toBeLessThan(3_300)
})

describe('calendar.svg', () => {
  const draw = (query: Query) => PICTURES['calendar.svg']?.(cardView(), query) ?? ''
  const days = activeYear().levels

  it('draws each day once, and those of a level together', () => {
    const grid = elementsOf(draw({})).flatMap(({ name, attributes: { d, opacity = '1' } }) =>
      name === 'path' && d?.includes('h-8zm') ? [[opacity, d.split('z').length - 1]] : [],
    )
    const count = (level: number) => days.split(String(level)).length - 1
    expect(grid).toEqual(['.14', '.32', '.54', '.77', '1'].map((opacity, level) => [opacity, count(level)]))
  })

  it('says on how many days there was something, and of no day how much', () => {
    const active = days.replaceAll('0', '').length
    expect(wordsIn(draw({}))).toContain(`Active on ${active} days in the last 12 months`)
    expect(wordsIn(draw({ locale: 'de' }))).toContain(`Aktiv an ${active} Tagen`)
    expect(draw({})).not.toContain('193')
  })

  it('names the months in the language of the rest', () => {
    expect(draw({})).toContain('>Oct</text>')
    expect(draw({ locale: 'de' })).toContain('>Okt</text>')
  })

  it('takes less than 3 kB on its way', () => {
    expect(gzipSync(draw({})).length).toBeLessThan(3_000)
  })
})

describe('trophies.svg', () => {
  const draw = (query: Query) => PICTURES['trophies.svg']?.(cardView(), query) ?? ''
  const names = (query: Query) =>
    elementsOf(draw(query)).filter(({ name, text }) => name === 'text' && text.startsWith('Winner')).length

  it('holds no more than columns times rows', () => {
    expect(
      elementsOf(draw({ columns: '2', rows: '1', hide: 'title,updated' })).filter(
        ({ name }) => name === 'text',
      ).length,
    ).toBeLessThanOrEqual(8)
    expect(names({ columns: '2', rows: '1' })).toBe(2)
    expect(names({})).toBe(5)
  })

  it('narrows to tiers and to a category, however that is written', () => {
    expect(names({ tier: 'gold,Silver,none' })).toBe(2)
    expect(names({ category: 'vibe-coding' })).toBe(5)
    expect(names({ category: 'Leaky Category', show: 'secrets' })).toBe(0)
    expect(draw({ category: 'no such' })).toContain('Nothing here yet.')
  })

  it('shows open ones and the number of secrets where asked', () => {
    expect(draw({})).not.toContain('Just Begun')
    expect(draw({ show: 'locked', rows: '4' })).toContain('Just Begun')
    expect(wordsIn(draw({ show: 'secrets', rows: '4' }))).toMatch(/2 still secret/)
  })
})
