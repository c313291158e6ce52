import type { FC } from 'hono/jsx'
import { t } from '../../language/language.ts'
import { dayName, monthOf, shortMonthName, weekdayName, weekdayOf, weekOf } from './days.ts'

export interface HeatMapProps {
  /** Prefix of the ids within. */
  id: string
  title: string
  /** Text alternative. */
  description: string
  /** First and last day, counted from 1970-01-01. */
  from: number
  to: number
  /** Days with a value: the amount, and its text. */
  days: ReadonlyMap<number, { count: number; text: string }>
  /** What the largest mark stands for. */
  greatest: number
}

/** The weekdays that are named: Monday, Wednesday and Friday. */
const DAYS = [0, 2, 4] as const
const LEFT = 34
const TOP = 20
/** Spacing of marks by number of weeks, so that a month is not tiny and a year not huge. */
const STEPS = [
  [6, 32],
  [13, 20],
  [28, 24],
] as const
const STEP = 16
const GAP = 3
const LEVELS = 4
/** Width of a month's name in weeks, so that names do not overlap. */
const NAME_WEEKS = 3

/**
 * A calendar: a column for each week from Monday on, a square for each day. More is a larger square, so that colours
 * need not be distinguished; a day with nothing is a dot.
 */
export const HeatMap: FC<HeatMapProps> = ({ id, title, description, from, to, days, greatest }) => {
  const first = weekOf(from)
  const weeks = (weekOf(to) - first) / 7 + 1
  const step = STEPS.find(([max]) => weeks <= max)?.[1] ?? STEP
  const every = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return (
    <svg
      class="heat"
      width={LEFT + weeks * step}
      height={TOP + 7 * step}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {DAYS.map((row) => (
        <text x="0" y={TOP + row * step + step / 2 + 4}>
          {weekdayName(row, 'short')}
        </text>
      ))}
      {monthNames(first, weeks, from).map(({ week, name }) => (
        <text x={LEFT + week * step} y="12">
          {name}
        </text>
      ))}
      {every.map((day) => (
        <Mark
          day={day}
          entry={days.get(day)}
          greatest={greatest}
          x={LEFT + ((weekOf(day) - first) / 7) * step}
          y={TOP + weekdayOf(day) * step}
          side={step - GAP}
        />
      ))}
    </svg>
  )
}

interface MarkProps {
  day: number
  entry: { count: number; text: string } | undefined
  greatest: number
  x: number
  y: number
  /** Text of the largest. */
  side: number
}

const Mark: FC<MarkProps> = ({ day, entry, greatest, x, y, side }) => {
  const level = levelOf(entry?.count ?? 0, greatest)
  const size = sizeOf(level, side)
  const inset = (side - size) / 2
  const place = { x: rounded(x + inset), y: rounded(y + inset), width: size, height: size }
  if (!entry || level === 0) return <rect class="heat-none" {...place} rx={size / 2} />
  return (
    <rect class="heat-some" {...place} rx="2">
      <title>{t('{name}: {what}', { name: dayName(day), what: entry.text })}</title>
    </rect>
  )
}

/** The legend: the mark of each level. */
export const HeatLegend: FC = () => (
  <span class="heat-legend" aria-hidden="true">
    {t('less')}
    <svg width={(LEVELS + 1) * STEP} height={STEP} aria-hidden="true">
      {Array.from({ length: LEVELS + 1 }, (_, level) => {
        const size = sizeOf(level, STEP - GAP)
        const inset = (STEP - GAP - size) / 2
        return (
          <rect
            class={level === 0 ? 'heat-none' : 'heat-some'}
            x={rounded(level * STEP + inset)}
            y={rounded(inset + 1)}
            width={size}
            height={size}
            rx={level === 0 ? size / 2 : 2}
          />
        )
      })}
    </svg>
    {t('more')}
  </span>
)

/** Returns the level: 0 for nothing, up to 4 for the maximum and values near it. */
export function levelOf(count: number, greatest: number): number {
  if (!(count > 0) || !(greatest > 0)) return 0
  return Math.min(LEVELS, Math.max(1, Math.ceil((LEVELS * count) / greatest)))
}

function sizeOf(level: number, side: number): number {
  return level === 0 ? 3 : rounded(side * (0.37 + (0.63 * (level - 1)) / (LEVELS - 1)))
}

/** Returns where to label months, no closer than the width of a name; the first is labelled if there is space. */
function monthNames(first: number, weeks: number, from: number): { week: number; name: string }[] {
  const names: { week: number; name: string }[] = []
  let [month, free] = [-1, 0]
  for (let week = 0; week < weeks; week++) {
    const day = Math.max(from, first + week * 7)
    if (monthOf(day) === month) continue
    month = monthOf(day)
    // The label of a month that starts next week would overlap this one.
    const fits = week > 0 || monthOf(day + NAME_WEEKS * 7 - 7) === month || weeks < NAME_WEEKS
    if (week < free || !fits) continue
    names.push({ week, name: shortMonthName(day) })
    free = week + NAME_WEEKS
  }
  return names
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
