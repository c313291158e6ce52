import type { FC } from 'hono/jsx'
import { t } from '../../language/language.ts'
import { axisTop } from './figures.ts'

export interface Bar {
  /** Label below the bar; empty for none. */
  label: string
  /** What the bar stands for: `Monday`, `12 Mar 2026`. */
  name: string
  value: number
  /** The part of the value that is drawn hatched, on top of the rest. */
  hatched?: number
}

export interface BarChartProps {
  /** Prefix of the ids within. */
  id: string
  title: string
  /** Text alternative. */
  description: string
  bars: readonly Bar[]
  /** Formats a value. */
  format: (value: number) => string
  /** Formats a value for the axis, where space is scarce. */
  short?: (value: number) => string
  /** Write every bar's value above it, if there are few. */
  values?: boolean
}

const HEIGHT = 190
const TOP = 20
const BASE = 164
const AXIS_WIDTH = 46
/** Of a label’s character. Some languages write `500 Mio.` for 500M. */
const CHARACTER_WIDTH = 6
const AXIS_GAP = 6
const TICK_GAP = 4
/** Share of a bar's slot that the bar takes. */
const FILLED = 0.74
/** A label closer to an end than this would be clipped if centred. Unit: percent. */
const END = 6

/**
 * Bars on an axis that starts at 0, as wide as the container: positions are in percent and heights in pixels, so that
 * text keeps its size. The maximum is marked by its value, not by a colour.
 */
export const BarChart: FC<BarChartProps> = (props) => {
  const { id, title, description, bars, format, short = format, values = false } = props
  const greatest = bars.reduce((max, { value }) => Math.max(max, value), 0)
  const top = axisTop(greatest)
  const greatestAt = greatest > 0 ? bars.findIndex(({ value }) => value === greatest) : -1
  const heightOf = (value: number) => rounded((Math.max(0, value) / top) * (BASE - TOP))
  const middle = top >= 2 || top < 1 ? [top / 2] : []
  const lines = [0, ...middle, top]
  const labels = lines.map((value) => ({ value, text: short(value) }))
  const axisWidth = labels.reduce(
    (width, { text }) => Math.max(width, text.length * CHARACTER_WIDTH + AXIS_GAP),
    AXIS_WIDTH,
  )
  return (
    <div class="chart">
      <svg class="chart-axis" width={axisWidth} height={HEIGHT} aria-hidden="true">
        {labels.map(({ value, text }) => (
          <text x={axisWidth - AXIS_GAP} y={BASE - heightOf(value) + TICK_GAP} text-anchor="end">
            {text}
          </text>
        ))}
      </svg>
      <svg
        class="chart-plot"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        <Hatching id={id} />
        {lines.map((value) => (
          <line
            class={value === 0 ? 'chart-base' : 'chart-line'}
            x1="0"
            x2="100%"
            y1={BASE - heightOf(value)}
            y2={BASE - heightOf(value)}
          />
        ))}
        {bars.map((bar, index) => (
          <BarShape
            bar={bar}
            id={id}
            left={(100 * index) / bars.length}
            slotWidth={100 / bars.length}
            heightOf={heightOf}
            format={format}
            value={values ? bar.value > 0 : index === greatestAt}
            short={short}
          />
        ))}
      </svg>
    </div>
  )
}

interface BarShapeProps {
  bar: Bar
  id: string
  /** Start and width of its slot, in percent. */
  left: number
  slotWidth: number
  heightOf: (value: number) => number
  format: (value: number) => string
  short: (value: number) => string
  /** Whether its value is written above it. */
  value: boolean
}

const BarShape: FC<BarShapeProps> = ({ bar, id, left, slotWidth, heightOf, format, short, value }) => {
  const height = heightOf(bar.value)
  const hatched = Math.min(height, heightOf(bar.hatched ?? 0))
  const middle = left + slotWidth / 2
  const place = { x: percent(left + (slotWidth * (1 - FILLED)) / 2), width: percent(slotWidth * FILLED) }
  const anchor = middle < END ? 'start' : middle > 100 - END ? 'end' : 'middle'
  const textX = percent(anchor === 'start' ? left : anchor === 'end' ? left + slotWidth : middle)
  return (
    <g class="chart-bar">
      <title>{t('{name}: {what}', { name: bar.name, what: format(bar.value) })}</title>
      <rect class="chart-room" x={percent(left)} width={percent(slotWidth)} y={TOP} height={BASE - TOP} />
      {height > hatched && (
        <rect
          class="chart-solid"
          {...place}
          y={rounded(BASE - height + hatched)}
          height={rounded(height - hatched)}
        />
      )}
      {hatched > 0 && (
        <rect
          class="chart-hatched"
          fill={`url(#${id}-hatch)`}
          {...place}
          y={rounded(BASE - height)}
          height={hatched}
        />
      )}
      {value && (
        <text class="chart-value" x={textX} y={BASE - height - 5} text-anchor={anchor}>
          {short(bar.value)}
        </text>
      )}
      {bar.label && (
        <text x={textX} y={BASE + 18} text-anchor={anchor}>
          {bar.label}
        </text>
      )}
    </g>
  )
}

/** Hatching distinguishes the two kinds without colour. */
const Hatching: FC<{ id: string }> = ({ id }) => (
  <defs>
    <pattern
      id={`${id}-hatch`}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect class="hatch-ground" width="5" height="5" />
      <rect class="hatch-line" width="2" height="5" />
    </pattern>
  </defs>
)

function percent(value: number): string {
  return `${rounded(value)}%`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
