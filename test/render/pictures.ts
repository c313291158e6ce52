import {
  BadgeOptionsSchema,
  CalendarOptionsSchema,
  type CardLayout,
  CardOptionsSchema,
  type PicturedView,
  TrophiesOptionsSchema,
} from '../../src/contract/cards.ts'
import { badgeSvg, placeholderBadge } from '../../src/render/badge.ts'
import { calendarSvg } from '../../src/render/calendar.ts'
import { cardSvg } from '../../src/render/card.ts'
import { placeholderSvg } from '../../src/render/placeholder.ts'
import { trophiesSvg } from '../../src/render/trophies.ts'
import { activeYear, NOW } from './pictured-views.ts'

export type Query = Record<string, string>

const card =
  (layout?: CardLayout) =>
  (view: PicturedView, query: Query, now = NOW): string =>
    cardSvg(view, CardOptionsSchema.parse({ ...query, layout }), now)

/** Every SVG of a view, as a URL requests it. */
export const PICTURES: Record<string, (view: PicturedView, query: Query, now?: number) => string> = {
  'card.svg': card(),
  'card-compact.svg': card('compact'),
  'card-receipt.svg': card('receipt'),
  'badge.svg': (view, query, now = NOW) => badgeSvg(view, BadgeOptionsSchema.parse(query), now),
  'trophies.svg': (view, query, now = NOW) => trophiesSvg(view, TrophiesOptionsSchema.parse(query), now),
  'calendar.svg': (view, query, now = NOW) =>
    calendarSvg(view, activeYear(), CalendarOptionsSchema.parse(query), now),
}

export const PLACEHOLDER_KINDS = ['unknown', 'pending', 'failed', 'busy'] as const

/** Every placeholder SVG. */
export const PLACEHOLDERS: Record<string, (query: Query) => string> = Object.fromEntries([
  ...PLACEHOLDER_KINDS.flatMap((kind) => [
    [`card.svg ${kind}`, (query: Query) => placeholderSvg(kind, 'card', CardOptionsSchema.parse(query))],
    [
      `trophies.svg ${kind}`,
      (query: Query) => placeholderSvg(kind, 'trophies', CardOptionsSchema.parse(query)),
    ],
    [`badge.svg ${kind}`, (query: Query) => placeholderBadge(kind, BadgeOptionsSchema.parse(query))],
  ]),
  ...(['unknown', 'unshared'] as const).map((kind) => [
    `calendar.svg ${kind}`,
    (query: Query) => placeholderSvg(kind, 'calendar', CalendarOptionsSchema.parse(query)),
  ]),
])
