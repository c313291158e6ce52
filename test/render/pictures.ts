import {
  BadgeOptionsSchema,
  CardOptionsSchema,
  type CardView,
  TrophiesOptionsSchema,
} from '../../src/contract/cards.ts'
import { badgeSvg, noticeBadge } from '../../src/render/badge.ts'
import { cardSvg } from '../../src/render/card.ts'
import { noticeSvg } from '../../src/render/notice.ts'
import { trophiesSvg } from '../../src/render/trophies.ts'
import { NOW } from './pictured-views.ts'

export type Query = Record<string, string>

/** Every SVG of a view, as an address asks for it. */
export const PICTURES: Record<string, (view: CardView, query: Query, now?: number) => string> = {
  'card.svg': (view, query, now = NOW) => cardSvg(view, CardOptionsSchema.parse(query), now),
  'badge.svg': (view, query, now = NOW) => badgeSvg(view, BadgeOptionsSchema.parse(query), now),
  'trophies.svg': (view, query, now = NOW) => trophiesSvg(view, TrophiesOptionsSchema.parse(query), now),
}

export const NOTICE_KINDS = ['unknown', 'pending', 'failed', 'busy'] as const

/** Every SVG that stands in for one. */
export const NOTICES: Record<string, (query: Query) => string> = Object.fromEntries(
  NOTICE_KINDS.flatMap((kind) => [
    [`card.svg ${kind}`, (query: Query) => noticeSvg(kind, 'card', CardOptionsSchema.parse(query))],
    [`trophies.svg ${kind}`, (query: Query) => noticeSvg(kind, 'trophies', CardOptionsSchema.parse(query))],
    [`badge.svg ${kind}`, (query: Query) => noticeBadge(kind, BadgeOptionsSchema.parse(query))],
  ]),
)
