import { iconOf } from '../ui/icons.ts'
import { type Next, progressMetal } from '../ui/next.ts'
import { element } from './markup.ts'
import { medal } from './medal.ts'
import { type Block, type Drawing, missing, mixed, rule, tierName } from './parts.ts'
import { earnedMetalOf } from './profile-summary.ts'
import { lines, textWidth } from './text-width.ts'

/** The rows of a card below its head. */

const MEDAL = 64
const CELL = 84
/** Font size of a badge's name. */
const NAME_WIDTH_MAX = 120

/** The proudest badges in a row, each with its name and tier. */
export function badges(drawing: Drawing): Block {
  const { canvas, words, summary, width, pad } = drawing
  const inner = width - 2 * pad
  const shown = summary.proudest.slice(0, Math.floor((inner + 8) / CELL))
  if (shown.length === 0) return { height: 0, draw: () => '' }
  const cell = inner / shown.length
  const names = shown.map(({ name }) => lines(name, 'regular', 11, Math.min(cell, NAME_WIDTH_MAX) - 2, 3))
  const rows = Math.max(...names.map(({ length }) => length))
  return {
    height: 16 + MEDAL + 18 + rows * 13 + 20,
    draw: (top) => {
      const cells = shown.map((item, index) => {
        const metal = earnedMetalOf(item)
        // From its medal on, so that all cells read the same, and compress well.
        const label = { x: MEDAL / 2, anchor: 'middle' } as const
        const name = (names[index] ?? []).map((line, row) =>
          canvas.text(line, { ...label, y: MEDAL + 16 + row * 13, size: 11 }),
        )
        const tier = canvas.text(tierName(words, metal), {
          ...label,
          y: MEDAL + 17 + (names[index]?.length ?? 1) * 13,
          size: 10.5,
          face: 'bold',
          role: `name-${metal}`,
          maxWidth: cell - 4,
        })
        const content = medal(canvas, metal, iconOf(item), { x: 0, y: 0, size: MEDAL })
        const left = Math.round(pad + cell * (index + 0.5) - MEDAL / 2)
        const transform = `translate(${left} ${top + 16})`
        return element(
          'g',
          canvas.motion('rise', 0.1 * index),
          element('g', { transform }, content + name.join('') + tier),
        )
      })
      return rule(drawing, top) + cells.join('')
    },
  }
}

/** The closest achievement, its progress and what is missing. */
export function nextUp(drawing: Drawing, next: Next): Block {
  const { canvas, words, width, pad } = drawing
  const { achievement, progress } = next
  const left = pad + 48 + 14
  const inner = width - left - pad
  const size = 48
  return {
    height: 84,
    draw: (top) => {
      const y = top + 18
      const metal = achievement.unlocked ? earnedMetalOf(achievement) : 'open'
      const bar = { height: 6, rx: 3 }
      const filled = Math.max(6, Math.round((inner * progress) / 100))
      const label = Math.min(inner / 2, textWidth(words.next, 'regular', 11))
      return (
        rule(drawing, top) +
        medal(canvas, metal, iconOf(achievement), { x: pad, y, size }) +
        canvas.text(words.next, { x: left, y: y + 9, size: 11, role: 'soft', maxWidth: label + 1 }) +
        canvas.text(missing(words, next), {
          x: width - pad,
          y: y + 9,
          size: 11,
          role: 'soft',
          anchor: 'end',
          maxWidth: inner - label - 10,
        }) +
        canvas.text(achievement.name, { x: left, y: y + 29, size: 14, face: 'bold', maxWidth: inner }) +
        element(
          'g',
          { transform: `translate(${left} ${y + 39})` },
          element('rect', { width: inner, ...bar, ...canvas.paint({ fill: 'soft' }), 'fill-opacity': 0.2 }) +
            element('rect', {
              width: filled,
              ...bar,
              ...mixed(
                canvas.paint({ fill: `name-${progressMetal(achievement)}` }),
                canvas.motion('grow', 0.2),
              ),
            }),
        )
      )
    },
  }
}
