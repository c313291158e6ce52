import type { Part } from '../contract/cards.ts'
import type { RareBand } from '../contract/rarity.ts'
import { type Block, type Drawing, highest, score, tally } from './parts.ts'
import { sizeThatFits } from './text-width.ts'

/** The share of pages that have a badge, in no language. */
const SHARES: Readonly<Record<RareBand, string>> = {
  one_in_100: '< 1 %',
  one_in_20: '< 5 %',
  one_in_5: '< 20 %',
  one_in_2: '< 50 %',
}
const WREATH = 124
const NARROW_WREATH = 104

/** The head of a card: the score in its wreath, the handle, and what was earned. */
export function head(drawing: Drawing, has: (part: Part) => boolean): Block {
  const { canvas, words, summary, width, pad, view, now } = drawing
  const size = width < 400 ? NARROW_WREATH : WREATH
  const left = pad + size + 20
  const maxWidth = width - left - pad
  const name = `@${view.handle}`
  const rows: { height: number; draw: (y: number) => string }[] = []
  if (has('title')) {
    const fontSize = sizeThatFits(name, 'serif', maxWidth, 13, 30)
    rows.push({
      height: fontSize + 8,
      draw: (y) =>
        canvas.text(name, {
          x: left,
          y: Math.round(y + fontSize * 0.82),
          size: fontSize,
          face: 'serif',
          role: 'title',
          maxWidth,
        }),
    })
  }
  if (has('highest'))
    rows.push({ height: 26, draw: (y) => highest(drawing, { x: left, y: y + 14, size: 13, maxWidth }) })
  const note = (line: string) =>
    rows.push({
      height: 22,
      draw: (y) => canvas.text(line, { x: left, y: y + 12, size: 12, role: 'soft', maxWidth }),
    })
  if (has('latest') && summary.latest[0]) {
    const { achievement, reachedAt } = summary.latest[0]
    note(`${words.latest}: ${achievement.name}, ${words.age(reachedAt, now)}`)
  }
  if (has('rarest') && view.rarest) note(`${words.rarest}: ${view.rarest.name}, ${SHARES[view.rarest.band]}`)
  if (has('tiers') && summary.metal) {
    const counts = tally(drawing, maxWidth)
    rows.push({ height: counts.height + 7, draw: (y) => counts.draw(left, y + 14) })
  }
  const content = rows.reduce((sum, row) => sum + row.height, 0)
  const height = Math.max(size, content) + 2 * 20
  return {
    height,
    draw: (top) => {
      let y = Math.round(top + (height - content) / 2)
      const texts = rows.map((row) => {
        const markup = row.draw(y)
        y += row.height
        return markup
      })
      return score(drawing, { x: pad - 4, y: top + (height - size) / 2, size }) + texts.join('')
    },
  }
}
