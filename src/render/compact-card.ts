import type { CardOptions, Part } from '../contract/cards.ts'
import { pip, wreath } from './medal.ts'
import { type CardBody, countsOf, type Drawing, summaryLine, updatedLine } from './parts.ts'
import { sizeThatFits, textWidth } from './text-width.ts'

/** A card of one line, for the end of a README: as wide as what it says. */

const HEIGHT = 44
const WREATH = 28
const GAP = 16
const SIZE = 12
/** Of a text beside the title's. Unit: CSS pixels. */
const BASELINE = 26.5
const DOT = 13
const NAME = { smallest: 11, largest: 18 }

/** A piece of the line, drawn from its own left edge. */
interface Piece {
  width: number
  draw: (x: number) => string
}

/** With a width that is asked for, pieces that don't fit are left out, the last ones first. */
export function compactCard(
  drawing: Drawing,
  has: (part: Part) => boolean,
  { card_width }: CardOptions,
): CardBody {
  const { canvas, words, summary, view, pad, now } = drawing
  const room = card_width === undefined ? Number.POSITIVE_INFINITY : card_width - 2 * pad
  const pieces: Piece[] = [
    {
      width: WREATH,
      draw: (x) => wreath(canvas, 5, summary.metal ?? 'ghost', { x, y: (HEIGHT - WREATH) / 2, size: WREATH }),
    },
    ...(has('title') ? [name(drawing, room - WREATH - GAP)] : []),
    line(drawing, summaryLine(words, summary)),
    ...(has('tiers') && summary.metal ? [counts(drawing)] : []),
    ...(has('updated') ? [line(drawing, updatedLine(words, view, now))] : []),
  ]
  let used = -GAP
  const drawn = pieces.map(({ width, draw }) => {
    if (used + GAP + width > room) return ''
    used += GAP + width
    return draw(pad + used - width)
  })
  const width = card_width ?? Math.ceil(used + 2 * pad)
  return { width, height: HEIGHT, markup: drawn.join('') }
}

function name({ canvas, view }: Drawing, maxWidth: number): Piece {
  const text = `@${view.handle}`
  const size = sizeThatFits(text, 'serif', maxWidth, NAME.smallest, NAME.largest)
  return {
    width: Math.min(maxWidth, textWidth(text, 'serif', size)),
    draw: (x) => canvas.text(text, { x, y: 28, size, face: 'serif', role: 'title', maxWidth }),
  }
}

function line({ canvas }: Drawing, text: string): Piece {
  return {
    width: textWidth(text, 'regular', SIZE),
    draw: (x) => canvas.text(text, { x, y: BASELINE, size: SIZE, role: 'soft' }),
  }
}

/** The number of badges at each metal, beside its coin. */
function counts({ canvas, words, summary }: Drawing): Piece {
  let width = -SIZE
  const items = countsOf(summary).map(({ metal, count }) => {
    const text = words.number(count)
    const at = width + SIZE
    width = at + DOT + textWidth(text, 'bold', SIZE)
    return { metal, text, at }
  })
  return {
    width,
    draw: (x) =>
      items
        .map(
          ({ metal, text, at }) =>
            pip(canvas, metal, x + at + 4.5, BASELINE - 4.3, 4.5) +
            canvas.text(text, {
              ...{ x: x + at + DOT, y: BASELINE, size: SIZE },
              ...{ face: 'bold', role: `name-${metal}` },
            }),
        )
        .join(''),
  }
}
