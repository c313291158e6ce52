import type { Part } from '../contract/cards.ts'
import { element } from './markup.ts'
import { wreath } from './medal.ts'
import type { Role } from './palette.ts'
import {
  type Block,
  type CardBody,
  countsOf,
  type Drawing,
  mark,
  missing,
  stacked,
  tierName,
  updatedLine,
} from './parts.ts'
import { earnedMetalOf } from './profile-summary.ts'
import { type Face, sizeThatFits, textWidth } from './text-width.ts'

/** A card as a till receipt: the badges one below the other, each with its tier, and what they come to. */

/** Badges that are named; a longer receipt would fill a screen. */
const BADGES = 12
const WREATH = 52
const ROW = 19
const SIZE = 12
const BETWEEN = 12

type Has = (part: Part) => boolean

export function receiptCard(drawing: Drawing, has: Has): CardBody {
  const { width } = drawing
  const { height, markup } = stacked([
    ...head(drawing, has),
    ...(has('badges') ? [cut(drawing), ...badges(drawing)] : []),
    ...(has('tiers') && drawing.summary.metal ? [cut(drawing), ...tiers(drawing)] : []),
    cut(drawing),
    total(drawing),
    ...rest(drawing, has),
    signature(drawing),
  ])
  // By the system's own: widths are known without the font.
  return { width, height, markup: element('g', { 'font-family': 'monospace' }, markup) }
}

/** The wreath, whose page it is, where that is, and when it was counted. */
function head(drawing: Drawing, has: Has): Block[] {
  const { canvas, words, summary, view, width, pad, now } = drawing
  const inner = width - 2 * pad
  const handle = `@${view.handle}`
  const place = { x: (width - WREATH) / 2, y: 20, size: WREATH }
  const crest: Block = {
    height: 20 + WREATH + 8,
    draw: (top) => wreath(canvas, 5, summary.metal ?? 'ghost', { ...place, y: top + place.y }),
  }
  const size = sizeThatFits(handle, 'mono-bold', inner, 8, 20)
  return [
    crest,
    ...(has('title') ? [middle(drawing, handle, { size, face: 'mono-bold', role: 'title' }, 24)] : []),
    middle(drawing, view.page, { size: sizeThatFits(view.page, 'mono', inner, 8, 11), role: 'soft' }),
    ...(has('updated')
      ? [
          middle(drawing, words.day(view.generated_at, view.time_zone), { size: 11, role: 'soft' }),
          middle(drawing, updatedLine(words, view, now), { size: 11, role: 'soft' }),
        ]
      : []),
  ]
}

function badges(drawing: Drawing): Block[] {
  const { words, summary } = drawing
  const shown = summary.proudest.slice(0, BADGES)
  const left = summary.proudest.length - shown.length
  if (shown.length === 0) return [pair(drawing, { text: words.first, role: 'soft' })]
  return [
    ...shown.map((item) => {
      const metal = earnedMetalOf(item)
      return pair(drawing, { text: item.name }, { text: tierName(words, metal), role: `name-${metal}` })
    }),
    ...(left > 0 ? [pair(drawing, { text: words.others(words.number(left)), role: 'soft' })] : []),
  ]
}

function tiers(drawing: Drawing): Block[] {
  const { words, summary } = drawing
  return countsOf(summary).map(({ metal, count }) =>
    pair(drawing, { text: tierName(words, metal), role: `name-${metal}` }, { text: words.number(count) }),
  )
}

function total(drawing: Drawing): Block {
  const { words, summary } = drawing
  const sum = `${words.number(summary.unlocked)} / ${words.number(summary.total)}`
  const bold = { face: 'mono-bold', role: 'title', size: 16 } as const
  const text = words.total.toLocaleUpperCase(words.locale)
  return pair(drawing, { text, ...bold }, { text: sum, ...bold }, 26)
}

/** What is next, and how many are secret. */
function rest(drawing: Drawing, has: Has): Block[] {
  const { words, summary } = drawing
  const soft = { role: 'soft' } as const
  const { next, hidden } = summary
  return [
    ...(has('secrets') && hidden > 0
      ? [pair(drawing, { text: words.hidden(words.number(hidden), hidden === 1), ...soft })]
      : []),
    ...(has('next') && next
      ? [
          cut(drawing),
          pair(drawing, { text: words.next, ...soft }),
          pair(drawing, { text: next.achievement.name }),
          pair(drawing, { text: missing(words, next), ...soft }),
        ]
      : []),
  ]
}

function signature(drawing: Drawing): Block {
  // Half of what the mark measures, to its right end.
  return { height: 50, draw: (top) => mark(drawing, drawing.width / 2 + 31, top + 28) }
}

/** A perforation. */
function cut({ canvas, width, pad }: Drawing): Block {
  return {
    height: 20,
    draw: (top) =>
      element('path', {
        d: `M${pad} ${top + 8}H${width - pad}`,
        ...canvas.paint({ stroke: 'soft' }),
        'stroke-opacity': 0.5,
        'stroke-dasharray': '5 4',
      }),
  }
}

interface Said {
  text: string
  face?: Face
  role?: Role
  size?: number
}

/** A text at the left, and one at the right that is whole. */
function pair({ canvas, width, pad }: Drawing, left: Said, right?: Said, height = ROW): Block {
  const inner = width - 2 * pad
  const { text, face = 'mono', size = SIZE } = right ?? { text: '' }
  const taken = right ? Math.min(inner / 2, textWidth(text, face, size)) + BETWEEN : 0
  return {
    height,
    draw: (top) => {
      const y = top + height - 6
      const { text: said, ...looks } = left
      const from = canvas.text(said, {
        face: 'mono',
        size: SIZE,
        ...looks,
        x: pad,
        y,
        maxWidth: inner - taken,
      })
      if (!right) return from
      const place = { x: width - pad, y, anchor: 'end', maxWidth: inner / 2 } as const
      return from + canvas.text(text, { ...place, face, size, ...(right.role && { role: right.role }) })
    },
  }
}

function middle(
  { canvas, width, pad }: Drawing,
  text: string,
  looks: Omit<Said, 'text'>,
  height = 17,
): Block {
  const place = { x: width / 2, anchor: 'middle', maxWidth: width - 2 * pad } as const
  return {
    height,
    draw: (top) => canvas.text(text, { face: 'mono', size: SIZE, ...looks, ...place, y: top + height - 5 }),
  }
}
