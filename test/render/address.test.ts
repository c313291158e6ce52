import { describe, expect, it } from 'vitest'
import type { PicturedView } from '../../src/contract/cards.ts'
import { achievementPicture } from '../../src/render/achievement-picture.ts'
import { badgeImagePicture, badgeImageSvg } from '../../src/render/badge-image.ts'
import { sharePicture } from '../../src/render/share-picture.ts'
import { storyPicture } from '../../src/render/story-picture.ts'
import { cardView, feat, NOW } from './pictured-views.ts'
import { PICTURES, type Query } from './pictures.ts'
import { elementsOf } from './xml-parser.ts'

const drawn = (name: string, query: Query) => (view: PicturedView) => String(PICTURES[name]?.(view, query))
const badge = ({ handle, page }: PicturedView) => ({
  ...{ handle, page, timeZone: 'UTC', since: NOW },
  achievement: feat('one'),
})

/** Every picture that has room for more than a line. */
const DRAWINGS: [string, (view: PicturedView) => string][] = [
  ['card', drawn('card.svg', {})],
  ['card without anything else', drawn('card.svg', { hide: 'title,highest,tiers,badges,next,updated' })],
  ['card as a receipt', drawn('card-receipt.svg', { hide: 'title,tiers,badges,next,updated' })],
  ['trophies', drawn('trophies.svg', {})],
  ['trophies without a date', drawn('trophies.svg', { hide: 'updated,title' })],
  ['calendar', drawn('calendar.svg', {})],
  ['picture to share', sharePicture],
  ['story', storyPicture],
  ['picture of an achievement', (view) => achievementPicture(view, feat('one'))],
  ['image of a badge, as SVG', (view) => badgeImageSvg(badge(view))],
  ['image of a badge, as PNG', (view) => badgeImagePicture(badge(view))],
]

const texts = (svg: string) => elementsOf(svg).flatMap(({ name, text }) => (name === 'text' ? [text] : []))

describe.each(DRAWINGS)('the %s', (_, draw) => {
  it('says where the page is', () => {
    expect(texts(draw(cardView()))).toContain('laurel.example/@ada')
  })

  it('says it whole if the handle is as long as one can be', () => {
    const handle = 'the-longest-handle-that-anyone-can-have'
    const said = texts(draw(cardView({ handle }))).find((text) => text.startsWith('laurel.example/'))
    expect(said).toBe(`laurel.example/@${handle}`)
  })
})

it('what has one line says it to those who hover it or have it read', () => {
  const drawings = [
    drawn('badge.svg', {}),
    drawn('badge.svg', { achievement: 'nearly' }),
    drawn('card-compact.svg', {}),
  ]
  for (const draw of drawings) expect(draw(cardView())).toContain('laurel.example/@ada')
})
