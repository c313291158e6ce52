import { describe, expect, it } from 'vitest'
import {
  blankCrest,
  COLOURS,
  CREST_SIZE,
  crestShapes,
  crestSvg,
  EDGE,
  METALS,
} from '../../src/render/crest.ts'
import { THEMES } from '../../src/render/themes.ts'
import { contrast } from '../pages/wcag.ts'
import { elementsOf } from './xml-parser.ts'

describe('a crest', () => {
  it('is the same each time, and well-formed', () => {
    expect(crestSvg('ada')).toBe(crestSvg('ada'))
    for (const handle of ['ada', 'grace-hopper', '123', 'a'.repeat(39)]) {
      expect(() => elementsOf(crestSvg(handle))).not.toThrow()
      expect(crestSvg(handle)).toContain(`<title>Crest of @${handle}</title>`)
    }
  })

  it('differs from that of every handle that is one character away', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789-']
    const near = new Set(['ada'])
    for (const at of [0, 1, 2]) {
      for (const letter of letters) {
        near.add(`${'ada'.slice(0, at)}${letter}${'ada'.slice(at + 1)}`)
        near.add(`${'ada'.slice(0, at)}${letter}${'ada'.slice(at)}`)
      }
    }
    for (const letter of letters) near.add(`ada${letter}`)
    expect(near.size).toBeGreaterThan(200)
    expect(new Set([...near].map(crestShapes)).size).toBe(near.size)
  })

  it('can be told from its ground: what is on a field, and its edge on light pages and dark ones', () => {
    for (const colour of COLOURS)
      for (const metal of METALS) expect(contrast(colour, metal)).toBeGreaterThanOrEqual(3)
    for (const { ground } of [THEMES.parchment, THEMES.night])
      expect(contrast(EDGE, ground)).toBeGreaterThanOrEqual(3)
  })

  it('asks for nothing from elsewhere, and has no style that a page would refuse', () => {
    for (const svg of [crestSvg('ada'), blankCrest()]) {
      expect(svg).not.toMatch(/style|https?:(?!\/\/www\.w3\.org\/2000\/svg)|<script|<image/)
      expect(svg).toContain(`viewBox="0 0 ${CREST_SIZE.width} ${CREST_SIZE.height}"`)
    }
  })

  it('of nobody names nobody', () => {
    expect(blankCrest()).not.toContain('@')
  })
})
