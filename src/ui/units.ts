import { METRICS, STATS, type Unit } from '../engine/stats.ts'
import { grouped } from './wording.ts'

const BY_METRIC = new Map<string, Unit>(
  Object.entries({ ...METRICS, ...STATS }).flatMap(([metric, row]) =>
    'unit' in row ? [[metric, row.unit]] : [],
  ),
)

/**
 * Returns a figure with its unit: `12 Git commands`, or with `more`: `12 more Git commands`. For an unknown metric, the
 * figure alone.
 */
export function measured(count: number, metric: string | undefined, more = ''): string {
  const [one = '', many = `${one}s`] = BY_METRIC.get(metric ?? '') ?? ['', '']
  return `${grouped(count)} ${more}${count === 1 ? one : many}`.trim()
}
