import type { CardOptions, Part, PicturedView } from '../contract/cards.ts'
import { Canvas } from './canvas.ts'
import { head } from './card-head.ts'
import { badges, nextUp } from './card-rows.ts'
import { glow } from './glow.ts'
import { type Drawing, foot, missing, showsPart, stacked, summaryLine, updatedLine } from './parts.ts'
import { profileSummary } from './profile-summary.ts'
import { wordsFor } from './words.ts'

const WIDTH = 480
const PAD = 24

/** Returns a profile as a card: score in a wreath, tiers, proudest badges, what is next. `now`: Unix seconds. */
export function cardSvg(view: PicturedView, options: CardOptions, now: number): string {
  const { card_width: width = WIDTH, disable_animations } = options
  const key = `card ${view.handle} ${JSON.stringify(options)}`
  const canvas = new Canvas({ looks: options, key, animated: disable_animations !== true })
  const words = wordsFor(options.locale)
  const summary = profileSummary(view)
  const drawing: Drawing = { canvas, words, summary, width, pad: PAD, view, now }
  const has = (part: Part) => showsPart(options, part)
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
  const { height, markup } = stacked(blocks)
  return canvas.document({
    width,
    height,
    title: words.achievementsOf(`@${view.handle}`),
    description: describe(drawing),
    body: canvas.ground(width, height) + glow(canvas, summary.metal, width, height) + markup,
  })
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
