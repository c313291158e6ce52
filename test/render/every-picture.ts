import { BADGE_STYLES, CARD_LAYOUTS, THEME_NAMES } from '../../src/contract/cards.ts'
import { CARD_SHAPES, type CardShape, wrappedSvg } from '../../src/render/wrapped-picture.ts'
import { madeStory } from '../pages/made-stories.ts'
import { cardView } from './pictured-views.ts'
import { PICTURES, PLACEHOLDERS, type Query } from './pictures.ts'

const drawn = (name: string, query: Query) => PICTURES[name]?.(cardView(), query) ?? ''

/** The card with the longest names. */
function wrapped(shape: CardShape): string {
  const story = madeStory()
  const card = story.cards.find(({ kind }) => kind === 'favourites')
  return card ? wrappedSvg({ story, card, handle: 'ada', page: 'laurel.example/@ada/2026', shape }) : ''
}

/** SVGs by file name: each picture in every style and theme, and every placeholder. */
export const EVERY_PICTURE: Readonly<Record<string, string>> = {
  'card.svg': drawn('card.svg', {}),
  'card-everything.svg': drawn('card.svg', { show: 'latest,secrets,locked' }),
  ...Object.fromEntries(
    CARD_LAYOUTS.slice(1).flatMap((layout) => [
      [`card-${layout}.svg`, drawn(`card-${layout}.svg`, {})],
      [`card-${layout}-night.svg`, drawn(`card-${layout}.svg`, { theme: 'night', locale: 'ja' })],
    ]),
  ),
  'trophies.svg': drawn('trophies.svg', { columns: '3', rows: '2' }),
  ...Object.fromEntries(
    ['auto', ...THEME_NAMES].flatMap((theme) => [
      [`card-${theme}.svg`, drawn('card.svg', { theme, hide: 'badges,next' })],
      [`trophies-${theme}.svg`, drawn('trophies.svg', { theme, columns: '2', rows: '1' })],
    ]),
  ),
  'calendar.svg': drawn('calendar.svg', {}),
  'calendar-night.svg': drawn('calendar.svg', { theme: 'night', locale: 'ja' }),
  ...Object.fromEntries(CARD_SHAPES.map((shape) => [`wrapped-${shape}.svg`, wrapped(shape)])),
  ...Object.fromEntries(
    BADGE_STYLES.flatMap((style) => [
      [`badge-${style}.svg`, drawn('badge.svg', { style })],
      [`badge-${style}-achievement.svg`, drawn('badge.svg', { style, achievement: 'tier-4' })],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(PLACEHOLDERS).map(([name, notice]) => [
      `notice-${name.replace('.svg ', '-')}.svg`,
      notice({}),
    ]),
  ),
}
