import { describe, expect, it } from 'vitest'
import { METRICS_TYPE, metricsText } from '../../../functions/public/metrics/metrics-text.ts'
import { OVERVIEW } from '../../pages/made-overview.ts'

const ENGINE = { engine_version: '9', catalog_version: 'a"b\\c\nd' }
const text = metricsText(OVERVIEW, ENGINE)

/** The rules of the text exposition format 0.0.4. */
const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) (?:[^\\\\]|\\\\[\\\\n])*$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\]|\\\\[\\\\"n])*"'
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`)

interface Group {
  name: string
  type: string
  /** Labels and value of each sample. */
  samples: [string, number][]
}

/** Reads the format strictly: of each metric its help, its type and its samples, in one group. */
function parsed(exposition: string): Group[] {
  expect(exposition.endsWith('\n')).toBe(true)
  const groups: Group[] = []
  let helped = ''
  for (const line of exposition.slice(0, -1).split('\n')) {
    if (line.startsWith('# HELP ')) helped = HELP.exec(line)?.[1] ?? `not a help: ${line}`
    else if (line.startsWith('# TYPE ')) {
      const [, name = '', type = ''] = TYPE.exec(line) ?? []
      expect(name, line).toBe(helped)
      groups.push({ name, type, samples: [] })
    } else {
      const [, name, labels = '', value] = SAMPLE.exec(line) ?? []
      expect(name, line).toBe(groups.at(-1)?.name)
      groups.at(-1)?.samples.push([labels, Number(value)])
    }
  }
  return groups
}

describe('the metrics', () => {
  it('are in the text exposition format 0.0.4, each in one group with its help and type', () => {
    expect(METRICS_TYPE).toBe('text/plain; version=0.0.4; charset=utf-8')
    const names = parsed(text).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(10)
  })

  it('are each there once, by their labels', () => {
    for (const { name, samples } of parsed(text)) {
      const labels = samples.map(([label]) => label)
      expect(new Set(labels).size, name).toBe(labels.length)
      expect(labels.length, name).toBeGreaterThan(0)
    }
  })

  it('are counters if they end with _total, and gauges if not', () => {
    for (const { name, type } of parsed(text)) {
      expect([name, type]).toEqual([name, name.endsWith('_total') ? 'counter' : 'gauge'])
      expect(name).toMatch(/^laurel_[a-z_]+$/)
    }
  })

  it('say what the overview says', () => {
    const values = Object.fromEntries(
      parsed(text).flatMap(({ name, samples }) => samples.map(([labels, value]) => [name + labels, value])),
    )
    expect(values).toMatchObject({
      'laurel_profiles{visibility="public"}': 1208,
      laurel_samples: 31,
      laurel_stored_bytes: 2_417_000_000,
      laurel_due_profiles: 7,
      laurel_overdue_profiles: 1,
      laurel_pending_erasures: 2,
      'laurel_created_today{kind="samples"}': 28,
      'laurel_scans_total{outcome="failed"}': 3,
      'laurel_tick_profiles_total{what="woken"}': 904,
      laurel_last_tick_duration_seconds: 1.25,
      'laurel_last_tick_profiles{what="swept"}': 9,
    })
  })

  it('escape what labels may hold', () => {
    expect(text).toContain('catalog_version="a\\"b\\\\c\\nd"')
  })

  it('say nothing of the last tick before there was one', () => {
    const before = metricsText({ ...OVERVIEW, ticks: { ...OVERVIEW.ticks, last: null } }, ENGINE)
    expect(before).not.toContain('laurel_last_tick')
    expect(parsed(before).length).toBe(parsed(text).length - 3)
  })
})
