import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, lines, sizeThatFits, textWidth } from '../../src/render/text-width.ts'
import { cardView } from './pictured-views.ts'
import { PICTURES } from './pictures.ts'
import { elementsOf } from './xml-parser.ts'

const face = fc.constantFrom('regular' as const, 'bold' as const, 'serif' as const, 'mono' as const)
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.lorem(),
  fc.constantFrom('', '成就', 'Łódź', '🏛️', 'W'.repeat(60)),
)

describe('a text', () => {
  it('is as wide as its parts together, and as its size', () => {
    fc.assert(
      fc.property(text, text, face, (one, other, with_) => {
        const width = (what: string) => textWidth(what, with_, 10)
        expect(width(one + other)).toBeCloseTo(width(one) + width(other), 6)
        expect(textWidth(one, with_, 20)).toBeCloseTo(2 * width(one), 6)
      }),
    )
  })

  it('has the widths of Verdana, by which badges are known', () => {
    expect(textWidth('0', 'regular', 1000)).toBe(636)
    expect(textWidth('W', 'regular', 1000)).toBe(989)
    expect(textWidth('ž', 'regular', 1000)).toBe(525)
    expect(textWidth('冠', 'regular', 1000)).toBe(1000)
  })

  it('that is shortened fits, and keeps its beginning', () => {
    fc.assert(
      fc.property(text, face, fc.integer({ min: 20, max: 400 }), (what, with_, maxWidth) => {
        const short = fitted(what, with_, 12, maxWidth)
        expect(textWidth(short, with_, 12)).toBeLessThanOrEqual(maxWidth)
        if (short !== what) expect(what.startsWith(short.slice(0, -1).trimEnd())).toBe(true)
      }),
    )
  })

  it('that is broken into lines fits, and loses no word where there are enough', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 8 }), fc.integer({ min: 120, max: 300 }), (what, maxWidth) => {
        const broken = lines(what, 'regular', 12, maxWidth, 2)
        expect(broken.length).toBeLessThanOrEqual(2)
        for (const line of broken) expect(textWidth(line, 'regular', 12)).toBeLessThanOrEqual(maxWidth)
        expect(lines(what, 'regular', 12, maxWidth, 99).join(' ')).toBe(what)
      }),
    )
  })

  it('gets the greatest size at which it fits', () => {
    const size = sizeThatFits('laurel', 'serif', 100, 8, 99)
    expect(textWidth('laurel', 'serif', size)).toBeLessThanOrEqual(100)
    expect(textWidth('laurel', 'serif', size + 1)).toBeGreaterThan(100)
  })
})

describe.each(['flat', 'flat-square', 'for-the-badge'])('badge.svg, %s', (style) => {
  it('has room for its texts, which are drawn as wide as they were measured', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (name) => {
        const view = cardView()
        const achievements = view.achievements.map((item) => ({ ...item, name }))
        const svg = PICTURES['badge.svg']?.({ ...view, achievements }, { style, achievement: 'tier-4' }) ?? ''
        const elements = elementsOf(svg)
        const width = Number(elements[0]?.attributes.width)
        const texts = elements.filter((element) => element.name === 'text')
        const [label, message] = texts.map(({ attributes }) => ({
          from: Number(attributes.x),
          to: Number(attributes.x) + Number(attributes.textLength),
        }))
        const split = Number(elements.filter((element) => element.name === 'rect')[2]?.attributes.x)
        expect(texts).toHaveLength(2)
        expect(label?.from).toBeGreaterThan(16)
        expect(label?.to).toBeLessThan(split)
        expect(message?.from).toBeGreaterThan(split)
        expect(message?.to).toBeLessThan(width)
      }),
    )
  })
})
