import { METRICS, STATS } from '../engine/stats.ts'
import { type Message, number, piecesOf, plural, wordingOf } from '../language/language.ts'

type MessageUnit = readonly [one: string, many: Message]

const BY_METRIC = new Map<string, MessageUnit>(
  Object.entries({ ...METRICS, ...STATS }).flatMap(([metric, row]) =>
    'unit' in row ? [[metric, row.unit]] : [],
  ),
)

/** Returns a figure with its unit: `12 Git commands`. For an unknown metric, the figure alone. */
export function measured(count: number, metric: string | undefined): string {
  return withUnit(count, metric, number(count))
}

/** Returns what is still missing with its unit: `12 more Git commands`. For an unknown metric, `12 more`. */
export function missingMeasured(count: number, metric: string | undefined): string {
  return withUnit(count, metric, plural(count, '{n} more', '{n} more'))
}

/** `figure`: how the number is written. Its unit depends on the number itself. */
function withUnit(count: number, metric: string | undefined, figure: string): string {
  const unit = BY_METRIC.get(metric ?? '')
  if (unit === undefined) return figure
  const [one, many] = unit
  return piecesOf(wordingOf(many, count, one), { n: figure }).join('')
}
