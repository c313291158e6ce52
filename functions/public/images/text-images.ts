import type { Config } from '../../../src/config.ts'
import {
  type ActivityYear,
  BadgeOptionsSchema,
  CalendarOptionsSchema,
  CardOptionsSchema,
  type PicturedView,
  TrophiesOptionsSchema,
} from '../../../src/contract/cards.ts'
import { badgeSvg, placeholderBadge } from '../../../src/render/badge.ts'
import { calendarSvg } from '../../../src/render/calendar.ts'
import { cardSvg } from '../../../src/render/card.ts'
import { blankCrest, crestSvg } from '../../../src/render/crest.ts'
import { MEDIA_TYPES } from '../../../src/render/media-types.ts'
import { placeholderSvg } from '../../../src/render/placeholder.ts'
import { placeholderShield, shield } from '../../../src/render/shield.ts'
import { trophiesSvg } from '../../../src/render/trophies.ts'
import type { PlaceholderKind } from '../../../src/render/words.ts'
import { placeholderKeeping } from './answer.ts'

export type Query = Readonly<Record<string, string>>

/** What an image is drawn of. */
export interface Drawn {
  view: PicturedView
  /** For those that show it; null for others. */
  year: ActivityYear | null
}

/** An image that is text: of a view, or the placeholder for one. */
export interface TextImage {
  /** Media type. */
  type: string
  of: (drawn: Drawn, query: Query, now: number, config: Config) => string
  placeholder: (kind: PlaceholderKind, query: Query, config: Config) => string
}

/** Every image that is text, by the last part of its URL. */
export const TEXT_IMAGES = {
  'card.svg': {
    type: MEDIA_TYPES.svg,
    of: ({ view }, query, now) => cardSvg(view, CardOptionsSchema.parse(query), now),
    placeholder: (kind, query) => placeholderSvg(kind, 'card', CardOptionsSchema.parse(query)),
  },
  'trophies.svg': {
    type: MEDIA_TYPES.svg,
    of: ({ view }, query, now) => trophiesSvg(view, TrophiesOptionsSchema.parse(query), now),
    placeholder: (kind, query) => placeholderSvg(kind, 'trophies', CardOptionsSchema.parse(query)),
  },
  'badge.svg': {
    type: MEDIA_TYPES.svg,
    of: ({ view }, query, now) => badgeSvg(view, BadgeOptionsSchema.parse(query), now),
    placeholder: (kind, query) => placeholderBadge(kind, BadgeOptionsSchema.parse(query)),
  },
  'calendar.svg': {
    type: MEDIA_TYPES.svg,
    of: ({ view, year }, query, now) => {
      const options = CalendarOptionsSchema.parse(query)
      return year ? calendarSvg(view, year, options, now) : placeholderSvg('unshared', 'calendar', options)
    },
    placeholder: (kind, query) => placeholderSvg(kind, 'calendar', CalendarOptionsSchema.parse(query)),
  },
  'crest.svg': {
    type: MEDIA_TYPES.svg,
    of: ({ view }) => crestSvg(view.handle),
    placeholder: blankCrest,
  },
  'shield.json': {
    type: MEDIA_TYPES.json,
    of: ({ view }, query, now, { IMAGE_TTL_SECONDS }) =>
      JSON.stringify(shield(view, BadgeOptionsSchema.parse(query), now, IMAGE_TTL_SECONDS)),
    placeholder: (kind, query, { NOTICE_TTL_SECONDS }) => {
      const ttl = placeholderKeeping(kind) === 'never' ? null : NOTICE_TTL_SECONDS
      return JSON.stringify(placeholderShield(kind, BadgeOptionsSchema.parse(query), ttl))
    },
  },
} as const satisfies Record<string, TextImage>

export type TextName = keyof typeof TEXT_IMAGES
export const TEXT_NAMES = [
  'card.svg',
  'trophies.svg',
  'badge.svg',
  'calendar.svg',
  'crest.svg',
  'shield.json',
] as const satisfies TextName[]
