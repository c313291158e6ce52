import type { CardLayout, CardOptions, Part, PicturedView } from '../contract/cards.ts'
import { Canvas } from './canvas.ts'
import { head } from './card-head.ts'
import { badges, nextUp } from './card-rows.ts'
import { compactCard } from './compact-card.ts'
import { glow } from './glow.ts'
import {
  type CardBody,
  type Drawing,
  foot,
  missing,
  showsPart,
  stacked,
  summaryLine,
  updatedLine,
} from './parts.ts'
import { profileSummary } from './profile-summary.ts'
import { receiptCard } from './receipt-card.ts'
import { wordsFor } from './words.ts'

interface Layout {
  /** Width without an option. Unit: CSS pixels. */
  width: number
  /** Space at the edges. Unit: CSS pixels. */
  pad: number
  draw: (drawing: Drawing, has: (part: Part) => boolean, options: CardOptions) => CardBody
  /** Where the page is, if the picture has no room for that, for those who have it read. */
  place?: (view: PicturedView) => string
}

const LAYOUTS: Readonly<Record<CardLayout, Layout>> = {
  full: { width: 480, pad: 24, draw: fullCard },
  compact: { width: 480, pad: 14, draw: compactCard, place: ({ page }) => `. ${page}` },
  receipt: { width: 320, pad: 24, draw: receiptCard },
}

/** Returns a profile as a card: score in a wreath, tiers, proudest badges, what is next. `now`: Unix seconds. */
export function cardSvg(view: PicturedView, options: CardOptions, now: number): string {
  const layout = LAYOUTS[options.layout ?? 'full']
  const { card_width = layout.width, disable_animations } = options
  const key = `card ${view.handle} ${JSON.stringify(options)}`
  const canvas = new Canvas({ looks: options, key, animated: disable_animations !== true })
  const words = wordsFor(options.locale)
  const summary = profileSummary(view)
  const drawing: Drawing = { canvas, words, summary, width: card_width, pad: layout.pad, view, now }
  const { width, height, markup } = layout.draw(drawing, (part) => showsPart(options, part), options)
  return canvas.document({
    width,
    height,
    title: words.achievementsOf(`@${view.handle}`),
    description: describe(drawing) + (layout.place?.(view) ?? ''),
    body: canvas.ground(width, height) + glow(canvas, summary.metal, width, height) + markup,
  })
}

function fullCard(drawing: Drawing, has: (part: Part) => boolean): CardBody {
  const { words, summary, view, width, now } = drawing
  const line = [
    ...(has('updated') ? [updatedLine(words, view, now)] : []),
    ...(has('secrets') && summary.hidden > 0
      ? [words.hidden(words.number(summary.hidden), summary.hidden === 1)]
      : []),
  ].join(' · ')
  const blocks = [
    head(drawing, has),
    ...(has('badges') ? [badges(drawing)] : []),
    ...(has('next') && summary.next ? [nextUp(drawing, summary.next)] : []),
    foot(drawing, line),
  ]
  return { width, ...stacked(blocks) }
}

/** Returns what the card says, for screen readers. */
function describe({ words, summary, view, now }: Drawing): string {
  const tiers = summary.tiers.filter(({ count }) => count > 0).map(({ tier, count }) => `${count} ${tier}`)
  const { next } = summary
  return [
    summaryLine(words, summary),
    ...(tiers.length > 0 ? [tiers.join(', ')] : []),
    ...(next ? [`${words.next}: ${next.achievement.name}, ${missing(words, next)}`] : []),
    updatedLine(words, view, now),
  ].join('. ')
}
