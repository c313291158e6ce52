import type { Achievement } from '../contract/achievements.ts'
import type { Part, PicturedView, TrophiesOptions } from '../contract/cards.ts'
import { iconOf } from '../ui/icons.ts'
import { metalOf } from '../ui/metal.ts'
import { Canvas } from './canvas.ts'
import { glow } from './glow.ts'
import { element } from './markup.ts'
import { medal, wreath } from './medal.ts'
import {
  type Block,
  type Drawing,
  foot,
  showsPart,
  stacked,
  summaryLine,
  tierName,
  updatedLine,
} from './parts.ts'
import { earnedMetalOf, profileSummary } from './profile-summary.ts'
import { fitted, lines, textWidth } from './text-width.ts'
import { wordsFor } from './words.ts'

const COLUMNS = 5
const ROWS = 2
const CELL = 112
const NARROWEST_CELL = 72
const PAD = 20
const MEDAL = 72

/** One place in the cabinet: an achievement, or all secrets together. */
type Trophy = Achievement | { hidden: number }

/** Returns the badges of a profile in a grid, the proudest first. `now`: Unix seconds. */
export function trophiesSvg(view: PicturedView, options: TrophiesOptions, now: number): string {
  const words = wordsFor(options.locale)
  const summary = profileSummary(view)
  const columns = columnsOf(options)
  const width = options.card_width ?? columns * CELL + 2 * PAD
  const trophies = chosen(view, options).slice(0, columns * (options.rows ?? ROWS))
  const key = `trophies ${view.handle} ${JSON.stringify(options)}`
  const canvas = new Canvas({ looks: options, key, animated: options.disable_animations !== true })
  const drawing: Drawing = { canvas, words, summary, view, width, pad: PAD, now }
  const blocks = [
    showsPart(options, 'title') ? heading(drawing) : gap(12),
    ...rowsOf(trophies, columns).map((row, index) => cabinetRow(drawing, row, columns, index)),
    ...(trophies.length === 0 ? [empty(drawing)] : []),
    foot(drawing, showsPart(options, 'updated') ? updatedLine(words, view, now) : ''),
  ]
  const { height, markup } = stacked(blocks)
  const names = trophies.flatMap((item) => ('hidden' in item ? [] : [nameAndTier(drawing, item)]))
  return canvas.document({
    width,
    height,
    title: words.achievementsOf(`@${view.handle}`),
    description: [summaryLine(words, summary), ...names, updatedLine(words, view, now)].join('. '),
    body: canvas.ground(width, height) + glow(canvas, summary.metal, width, height) + markup,
  })
}

/** Returns the requested number of columns, or the number that fits. */
function columnsOf({ columns, card_width: width }: TrophiesOptions): number {
  if (width === undefined) return columns ?? COLUMNS
  const max = Math.floor((width - 2 * PAD) / NARROWEST_CELL)
  return Math.max(1, Math.min(max, columns ?? Math.floor((width - 2 * PAD) / CELL)))
}

/** Returns the earned ones that pass the filters, then, if requested, the open ones and the number of secrets. */
function chosen(view: PicturedView, options: TrophiesOptions): Trophy[] {
  const has = (part: Part) => showsPart(options, part)
  const category = plain(options.category ?? '')
  const passes = (item: Achievement) =>
    (category === '' || plain(item.category) === category) &&
    (options.tier === undefined || options.tier.some((tier) => tier === item.tier))
  const { proudest, hidden } = profileSummary(view)
  const open = has('locked') ? view.achievements.filter((item) => item.state === 'discovered') : []
  const secrets = has('secrets') && hidden > 0 ? [{ hidden }] : []
  return [
    ...proudest.filter(passes),
    ...open.filter(passes).sort((a, b) => b.progress_pct - a.progress_pct),
    ...secrets,
  ]
}

/** `Research/Web`, `research-web` and `research web` are one category. */
function plain(category: string): string {
  return category
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

function rowsOf(trophies: readonly Trophy[], columns: number): Trophy[][] {
  return Array.from({ length: Math.ceil(trophies.length / columns) }, (_, row) =>
    trophies.slice(row * columns, (row + 1) * columns),
  )
}

function heading({ canvas, words, summary, view, width, pad }: Drawing): Block {
  const score = summaryLine(words, summary)
  const maxWidth = width - 2 * pad
  const scoreWidth = Math.min(maxWidth * 0.6, textWidth(score, 'regular', 12))
  const line = { size: 20, face: 'serif', role: 'title' } as const
  return {
    height: 52,
    draw: (top) =>
      canvas.text(`@${view.handle}`, { ...line, x: pad, y: top + 36, maxWidth: maxWidth - scoreWidth - 12 }) +
      canvas.text(fitted(score, 'regular', 12, scoreWidth + 1), {
        x: width - pad,
        y: top + 35,
        size: 12,
        role: 'soft',
        anchor: 'end',
      }),
  }
}

function cabinetRow(drawing: Drawing, row: readonly Trophy[], columns: number, number: number): Block {
  const { canvas, width, pad } = drawing
  const cell = (width - 2 * pad) / columns
  return {
    height: MEDAL + 70,
    draw: (top) =>
      row
        .map((item, column) => {
          const delay = 0.06 * (number * columns + column)
          const middle = pad + cell * (column + 0.5)
          return element(
            'g',
            canvas.motion('rise', Math.min(delay, 1.2)),
            trophy(drawing, item, middle, top + 8, cell),
          )
        })
        .join(''),
  }
}

function trophy(drawing: Drawing, item: Trophy, middle: number, top: number, cell: number): string {
  const { canvas, words } = drawing
  const size = Math.min(MEDAL, cell)
  const place = { x: middle - size / 2, y: top + (MEDAL - size) / 2, size }
  const label = (text: string, row: number, strong: boolean) =>
    canvas.text(text, {
      x: middle,
      y: top + MEDAL + 16 + row * 13.5,
      size: 11,
      face: strong ? 'bold' : 'regular',
      anchor: 'middle',
      maxWidth: cell - 4,
      ...(strong && !('hidden' in item) && item.unlocked
        ? { role: `name-${earnedMetalOf(item)}` as const }
        : { role: strong ? 'soft' : 'text' }),
    })
  if ('hidden' in item) {
    const text = lines(words.hidden(words.number(item.hidden), item.hidden === 1), 'regular', 11, cell - 4, 3)
    return (
      medal(canvas, 'secret', 'secret', place) + text.map((line, row) => label(line, row, false)).join('')
    )
  }
  const name = lines(item.name, 'regular', 11, cell - 4, 2)
  const state = item.unlocked ? tierName(words, earnedMetalOf(item)) : words.percent(item.progress_pct)
  return (
    medal(canvas, metalOf(item), iconOf(item), place) +
    name.map((line, row) => label(line, row, false)).join('') +
    label(state, name.length, true)
  )
}

function nameAndTier({ words }: Drawing, item: Achievement): string {
  return `${item.name}: ${item.unlocked ? tierName(words, earnedMetalOf(item)) : words.locked}`
}

/** The text of an empty cabinet. */
function empty({ canvas, words, summary, width }: Drawing): Block {
  return {
    height: 126,
    draw: (top) =>
      wreath(canvas, 5, 'ghost', { x: width / 2 - 36, y: top + 6, size: 72 }) +
      canvas.text(summary.unlocked > 0 ? words.none : words.first, {
        x: width / 2,
        y: top + 104,
        size: 12,
        role: 'soft',
        anchor: 'middle',
        maxWidth: width - 2 * PAD,
      }),
  }
}

function gap(height: number): Block {
  return { height, draw: () => '' }
}
