import type { ActivityYear, CalendarOptions, PicturedView } from '../contract/cards.ts'
import { monthOf, weekdayOf, weekOf } from '../ui/charts/days.ts'
import { Canvas } from './canvas.ts'
import { glow } from './glow.ts'
import { element } from './markup.ts'
import type { Role } from './palette.ts'
import { type Block, type Drawing, foot, stacked, updatedLine } from './parts.ts'
import { profileSummary } from './profile-summary.ts'
import { sizeThatFits, textWidth } from './text-width.ts'
import { wordsFor } from './words.ts'

/** A year of days, each a square that is the stronger the more was done. */

const PAD = 20
const WEEKS = 53
const STEP = 13
/** A square without the line around it, which rounds its corners. */
const SIDE = 8
const EDGE = 2
const SQUARE = `h${SIDE}v${SIDE}h-${SIDE}z`
export const CALENDAR_WIDTH = 2 * PAD + WEEKS * STEP - (STEP - SIDE - EDGE)
/** Opacity of each level in the colour of the highest metal; of a day without sessions in that of soft text. */
const STRENGTHS = [0.14, 0.32, 0.54, 0.77, 1] as const
/** Weeks that the name of a month takes. */
const NAME_WEEKS = 3

interface CalendarDrawing extends Drawing {
  year: ActivityYear
}

/** Returns a year of activity as its owner publishes it: levels, never counts. `now`: Unix seconds. */
export function calendarSvg(
  view: PicturedView,
  year: ActivityYear,
  options: CalendarOptions,
  now: number,
): string {
  const words = wordsFor(options.locale)
  const summary = profileSummary(view)
  const canvas = new Canvas({ looks: options, key: `calendar ${view.handle} ${JSON.stringify(options)}` })
  const width = CALENDAR_WIDTH
  const drawing = { canvas, words, summary, view, width, pad: PAD, now, year }
  const { height, markup } = stacked([
    head(drawing),
    months(drawing),
    days(drawing),
    foot(drawing, updatedLine(words, view, now)),
  ])
  return canvas.document({
    width,
    height,
    title: words.activityOf(`@${view.handle}`),
    description: [activeDays(drawing), updatedLine(words, view, now)].join('. '),
    body: canvas.ground(width, height) + glow(canvas, summary.metal, width, height) + markup,
  })
}

function activeDays({ words, year }: CalendarDrawing): string {
  const active = year.levels.replaceAll('0', '').length
  return words.activeDays(words.number(active), active === 1)
}

/** Whose days these are, on how many there was something, and what the levels look like. */
function head(drawing: CalendarDrawing): Block {
  const { canvas, words, view, width, pad } = drawing
  const scale = 5 * STEP - (STEP - SIDE - EDGE)
  const most = textWidth(words.most, 'regular', 11)
  const left = width - pad - most - 7 - scale
  const maxWidth = left - textWidth(words.least, 'regular', 11) - 20 - pad
  const name = `@${view.handle}`
  const small = { size: 11, role: 'soft' } as const
  return {
    height: 62,
    draw: (top) =>
      canvas.text(name, {
        ...{ x: pad, y: top + 35, size: sizeThatFits(name, 'serif', maxWidth, 13, 21), maxWidth },
        ...{ face: 'serif', role: 'title' },
      }) +
      canvas.text(activeDays(drawing), { x: pad, y: top + 55, size: 12, role: 'soft', maxWidth }) +
      canvas.text(words.least, { x: left - 7, y: top + 55, anchor: 'end', ...small }) +
      STRENGTHS.map((_, level) =>
        squares(drawing, level, `M${left + EDGE / 2 + level * STEP} ${top + 47}${SQUARE}`),
      ).join('') +
      canvas.text(words.most, { x: width - pad, y: top + 55, anchor: 'end', ...small }),
  }
}

/** The name of each month above the week that has its first day, if there is room for it. */
function months({ canvas, words, pad, year }: CalendarDrawing): Block {
  const first = firstDay(year)
  const names: { week: number; name: string }[] = []
  for (let week = 0; week <= WEEKS - NAME_WEEKS; week++) {
    const day = Math.max(first, weekOf(first) + 7 * week)
    const isNew =
      week === 0 ? monthOf(day) === monthOf(day + 7 * (NAME_WEEKS - 1)) : monthOf(day) !== monthOf(day - 7)
    if (isNew) names.push({ week, name: words.month(day * 86_400) })
  }
  return {
    height: 24,
    draw: (top) =>
      names
        .map(({ week, name }) =>
          canvas.text(name, { x: pad + week * STEP, y: top + 17, size: 10.5, role: 'soft' }),
        )
        .join(''),
  }
}

/** A path for each level: squares are placed by where the one before was, which compresses well. */
function days(drawing: CalendarDrawing): Block {
  const { pad, year } = drawing
  const first = firstDay(year)
  return {
    height: 7 * STEP + 8,
    draw: (top) =>
      STRENGTHS.map((_, level) => {
        let path = ''
        let [x, y] = [0, 0]
        for (let index = 0; index < year.levels.length; index++) {
          if (year.levels[index] !== String(level)) continue
          const day = first + index
          const left = pad + EDGE / 2 + ((weekOf(day) - weekOf(first)) / 7) * STEP
          const upper = top + EDGE / 2 + weekdayOf(day) * STEP
          path += `${path === '' ? 'M' : 'm'}${left - x} ${upper - y}${SQUARE}`
          ;[x, y] = [left, upper]
        }
        return path === '' ? '' : squares(drawing, level, path)
      }).join(''),
  }
}

function squares({ canvas, summary }: Drawing, level: number, d: string): string {
  const role: Role = level === 0 ? 'soft' : `name-${summary.metal ?? 'earned'}`
  const strength = STRENGTHS[level]
  return element('path', {
    d,
    ...canvas.paint({ fill: role, stroke: role }),
    'stroke-width': EDGE,
    'stroke-linejoin': 'round',
    opacity: strength === 1 ? undefined : strength,
  })
}

function firstDay({ last, levels }: ActivityYear): number {
  return last - levels.length + 1
}
