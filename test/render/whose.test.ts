import { describe, expect, it } from 'vitest'
import type { PicturedView } from '../../src/contract/cards.ts'
import { sharePicture } from '../../src/render/share-picture.ts'
import { storyPicture } from '../../src/render/story-picture.ts'
import { cardView } from './pictured-views.ts'
import { elementsOf } from './xml-parser.ts'

const textsOf = (svg: string) => elementsOf(svg).flatMap(({ name, text }) => (name === 'text' ? [text] : []))
const DRAWINGS: [string, (view: PicturedView) => string][] = [
  ['the picture to share', sharePicture],
  ['the story', storyPicture],
]

describe.each(DRAWINGS)('%s', (_name, draw) => {
  it('says what its owner calls the page, and its handle below', () => {
    const texts = textsOf(draw(cardView({ name: 'Ada Ünal' })))
    expect(texts.indexOf('@ada')).toBe(texts.indexOf('Ada Ünal') + 1)
    expect(texts).toContain('Ada Ünal')
  })

  it('is as it was without a name, and with one in letters that its fonts lack', () => {
    const plain = draw(cardView())
    expect(textsOf(plain)).toContain('@ada')
    for (const name of ['日本', 'Ada 🏛️', 'أدا', 'עדה', '愛 Ada'])
      expect(draw(cardView({ name })), name).toBe(plain)
  })

  it('stays well-formed and within its width whatever the name is', () => {
    for (const name of ['<i>&"Ada"', ']]><script>', 'W'.repeat(60), 'é'.repeat(60), 'Ada’s ‘agent’']) {
      const svg = draw(cardView({ name, handle: 'x'.repeat(39) }))
      const texts = textsOf(svg)
      expect(
        texts.some((text) => text.startsWith(name.slice(0, 5))),
        name,
      ).toBe(true)
      expect(svg).not.toMatch(/NaN|undefined|Infinity|<script|<i>/)
    }
  })
})
