import { describe, expect, it } from 'vitest'
import { cardView, feat } from './pictured-views.ts'
import { PICTURES, type Query } from './pictures.ts'
import { elementsOf } from './xml-parser.ts'

describe('card.svg?layout=compact', () => {
  const draw = (query: Query) => elementsOf(PICTURES['card-compact.svg']?.(cardView(), query) ?? '')
  const texts = (query: Query) => draw(query).flatMap(({ name, text }) => (name === 'text' ? [text] : []))
  const size = (query: Query) => {
    const { width, height } = draw(query)[0]?.attributes ?? {}
    return { width: Number(width), height: Number(height) }
  }

  it('is one line, as wide as what it says', () => {
    expect(texts({})).toEqual(['@ada', '6 of 10 unlocked', ...'111111', 'Updated 3 h ago'])
    expect(size({}).height).toBeLessThan(50)
    expect(size({ hide: 'updated' }).width).toBeLessThan(size({}).width)
    expect(texts({ hide: 'title,tiers,updated' })).toEqual(['6 of 10 unlocked'])
  })

  it('leaves out at its end what a width that is asked for has no room for', () => {
    expect(texts({ card_width: '320' })).toEqual(['@ada', '6 of 10 unlocked'])
    expect([size({ card_width: '320' }).width, size({ card_width: '900' }).width]).toEqual([320, 900])
  })
})

describe('card.svg?layout=receipt', () => {
  const texts = (query: Query, view = cardView()) =>
    elementsOf(PICTURES['card-receipt.svg']?.(view, query) ?? '').flatMap(({ name, text }) =>
      name === 'text' ? [text] : [],
    )

  it('names each badge and its tier, the proudest first, and adds them up', () => {
    const said = texts({})
    expect(said.slice(4, 8)).toEqual(['Winner of Olympian', 'Olympian', 'Winner of Diamond', 'Diamond'])
    expect(said).toEqual(expect.arrayContaining(['Full Send', 'One-time', 'TOTAL', '6 / 10', 'Nearly There']))
    expect(texts({ locale: 'de' })).toContain('SUMME')
  })

  it('counts the badges that it has no room for', () => {
    const many = Array.from({ length: 15 }, (_, index) => feat(`feat-${index}`))
    expect(texts({}, cardView({ achievements: many }))).toContain('and 3 more')
  })

  it('is longer the more it shows', () => {
    const length = (query: Query) => texts(query).length
    for (const part of ['title', 'badges', 'tiers', 'next', 'updated'])
      expect(length({ hide: part })).toBeLessThan(length({}))
    expect(texts({ show: 'secrets' })).toContain('2 still secret')
  })
})
