import type { Overview } from '../../../src/storage/overview-table.ts'

/** The Content-Type of Prometheus' text exposition format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** A sample: the value by its labels. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

interface Metric {
  name: string
  type: 'gauge' | 'counter'
  help: string
  /** One value, or one for each set of labels. */
  samples: number | readonly Sample[]
}

/** Returns an overview in the text exposition format 0.0.4. It names no handle, no id and no path. */
export function metricsText(overview: Overview, engine: Readonly<Record<string, string>>): string {
  return metricsOf(overview, engine).map(metricText).join('')
}

function metricsOf(overview: Overview, engine: Readonly<Record<string, string>>): Metric[] {
  const { profiles, samples, bytes, due, overdue, erasures, scans, ticks, created } = overview
  return [
    gauge('laurel_info', 'Always 1, with the versions of what counts as labels.', [[engine, 1]]),
    gauge('laurel_profiles', 'Profiles, without samples.', by('visibility', profiles)),
    gauge('laurel_samples', 'Profiles made of the sample history.', samples),
    gauge('laurel_stored_bytes', 'Bytes of histories in R2.', bytes),
    gauge('laurel_due_profiles', 'Profiles that a cron tick is to wake by now.', due),
    gauge('laurel_overdue_profiles', 'Profiles that have been due for too long.', overdue),
    gauge('laurel_pending_erasures', 'Profiles being erased, and samples whose time is over.', erasures),
    gauge('laurel_created_today', 'Profiles created on this day (UTC).', by('kind', created)),
    counter('laurel_scans_total', 'Scans that ended.', by('outcome', scans)),
    counter('laurel_ticks_total', 'Cron ticks that ended.', ticks.all),
    counter('laurel_tick_profiles_total', 'Profiles that cron ticks dealt with.', by('what', didOf(ticks))),
    ...(ticks.last ? ofTick(ticks.last) : []),
  ]
}

function ofTick(tick: NonNullable<Overview['ticks']['last']>): Metric[] {
  return [
    gauge('laurel_last_tick_timestamp_seconds', 'When the last cron tick was due.', tick.at),
    gauge('laurel_last_tick_duration_seconds', 'How long it took.', tick.seconds),
    gauge('laurel_last_tick_profiles', 'Profiles that it dealt with.', by('what', didOf(tick))),
  ]
}

function didOf({ woken, erased, swept }: Readonly<Record<'woken' | 'erased' | 'swept', number>>) {
  return { woken, erased, swept }
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'gauge', help, samples }
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'counter', help, samples }
}

function by(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => [{ [label]: name }, value])
}

function metricText({ name, type, help, samples }: Metric): string {
  const all: readonly Sample[] = typeof samples === 'number' ? [[{}, samples]] : samples
  const lines = all.map(([labels, value]) => `${name}${labelsText(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
