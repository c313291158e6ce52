import { METRICS, STATS, type Unit } from '../engine/stats.ts'
import { grouped } from './wording.ts'

const BY_METRIC = new Map<string, Unit>(
  Object.entries({ ...METRICS, ...STATS }).flatMap(([metric, row]) =>
    'unit' in row ? [[metric, row.unit]] : [],
  ),
)

/**
 * A figure with what it counts: `12 Git commands`, and with `more` before the unit `12 more Git commands`. Of a metric
 * that is not known the figure alone.
 */
export function measured(count: number, metric: string | undefined, more = ''): string {
  const [one = '', many = `${one}s`] = BY_METRIC.get(metric ?? '') ?? ['', '']
  return `${grouped(count)} ${more}${count === 1 ? one : many}`.trim()
}
