import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InsightsSchema } from '../../../src/contract/insights.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { InsightsTally, insightsOf } from '../../../src/sessions/insights/report.ts'
import { runs } from '../../properties.ts'
import { goldenRecords } from '../list/golden-records.ts'
import { record } from '../list/records.ts'
import { comparable } from './comparable.ts'
import { goldenReports } from './golden.ts'

const NOW = 1_750_000_000
const DAY = 86_400
const ASKED = { days: 30, source: null, timeZone: 'UTC', now: NOW }
/** Without the last digits, which sums may lose. */
const rounded = (report: object): unknown =>
  JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(14)) : value,
  )
const reportOf = (...records: SessionRecord[]) => insightsOf(records, ASKED)

describe('the golden report', async () => {
  const records = await goldenRecords('history')

  it.each(goldenReports)('$name', ({ report: expected }) => {
    const { days, source_filter, timezone, generated_at } = expected
    const asked = { days, source: source_filter, timeZone: timezone, now: generated_at }
    const report = insightsOf(records.toReversed(), asked)
    expect(comparable(report)).toEqual(expected)
    expect(InsightsSchema.parse(report)).toEqual(report)
  })

  it('is the same in whatever order the sessions come', () => {
    const asked = { ...ASKED, days: 3650 }
    const whole = insightsOf(records, asked)
    const order = fc.shuffledSubarray(records, { minLength: records.length })
    fc.assert(
      fc.property(order, (shuffled) => {
        expect(rounded(insightsOf(shuffled, asked))).toEqual(rounded(whole))
      }),
      { numRuns: runs(30) },
    )
  })

  it('estimates the costs that the history has', () => {
    const sum = records.reduce((cost, { estimated_cost_usd }) => cost + (estimated_cost_usd ?? 0), 0)
    const { overview } = insightsOf(records, { ...ASKED, days: 36_500, now: 1_800_000_000 })
    expect(overview.estimated_cost).toBeCloseTo(sum, 9)
    expect(sum).toBeGreaterThan(0)
  })
})

it('is empty without a session in its days', () => {
  const early = record('early', { started_at: NOW - 30 * DAY - 1 })
  const report = reportOf(early, record('timeless'))
  expect(report).toEqual({
    days: 30,
    source_filter: null,
    timezone: 'UTC',
    generated_at: NOW,
    empty: true,
    overview: {},
    models: [],
    platforms: [],
    tools: [],
    skills: {
      summary: {
        total_skill_loads: 0,
        total_skill_edits: 0,
        total_skill_actions: 0,
        distinct_skills_used: 0,
      },
      top_skills: [],
    },
    activity: {},
    top_sessions: [],
  })
  expect(InsightsSchema.parse(report)).toEqual(report)
})

it('has the session that starts with its days', () => {
  expect(reportOf(record('s', { started_at: NOW - 30 * DAY }))).toMatchObject({
    overview: { total_sessions: 1 },
  })
})

it('takes what is absent for nothing', () => {
  const report = reportOf(record('bare', { started_at: NOW }))
  expect(report).toMatchObject({
    overview: { total_tokens: 0, actual_cost: 0, total_hours: 0, avg_session_duration: 0 },
    models: [{ model: 'unknown', sessions: 1 }],
    platforms: [{ platform: 'unknown', sessions: 1 }],
    top_sessions: [],
  })
  expect(InsightsSchema.parse(report)).toEqual(report)
})

it('names models without their providers', () => {
  const models = ['a/b/c', 'd', 'e/', null].map((model, index) =>
    record(`${index}`, { model, started_at: NOW }),
  )
  expect(reportOf(...models).models.map(({ model, sessions }) => [model, sessions])).toEqual([
    ['unknown', 2],
    ['c', 1],
    ['d', 1],
  ])
})

it('counts a tool as often as its rows or its calls say, over all sessions', () => {
  const use = (id: string, rows: number, calls: number) =>
    record(id, { started_at: NOW, tools: [{ tool: 'patch', rows, calls }] })
  expect(reportOf(use('a', 5, 0), use('b', 0, 3)).tools).toEqual([
    { tool: 'patch', count: 5, percentage: 100 },
  ])
})

it('leaves out of durations what ended before it started, and what has not', () => {
  const report = reportOf(
    record('a', { started_at: NOW - 100, ended_at: NOW - 40 }),
    record('b', { started_at: NOW - 100, ended_at: NOW - 200 }),
    record('c', { started_at: NOW - 100 }),
  )
  expect(report.overview).toMatchObject({ avg_session_duration: 60, total_hours: 60 / 3600 })
})

describe('activity', () => {
  const at = (...times: string[]) =>
    times.map((time, index) => record(`${index}`, { started_at: Date.parse(time) / 1000 }))
  const activityIn = (timeZone: string, records: SessionRecord[]) =>
    insightsOf(records, { days: 365, source: null, timeZone, now: Date.parse('2025-07-01') / 1000 }).activity

  it('is told by the clocks of its time zone', () => {
    const records = at('2025-06-15T23:30:00Z')
    expect(activityIn('UTC', records)).toMatchObject({
      busiest_day: { day: 'Sun' },
      busiest_hour: { hour: 23 },
    })
    expect(activityIn('Asia/Tokyo', records)).toMatchObject({
      busiest_day: { day: 'Mon', count: 1 },
      busiest_hour: { hour: 8, count: 1 },
    })
  })

  it('counts days in a row, over months and the day on which clocks change', () => {
    const records = at(
      '2025-03-29T12:00Z',
      '2025-03-30T12:00Z',
      '2025-03-31T12:00Z',
      '2025-04-01T12:00Z',
      '2025-04-03T12:00Z',
    )
    expect(activityIn('Europe/Berlin', records)).toMatchObject({ active_days: 5, max_streak: 4 })
  })

  it('names the first of the busiest', () => {
    const records = at('2025-06-17T05:00Z', '2025-06-16T09:00Z')
    expect(activityIn('UTC', records)).toMatchObject({
      busiest_day: { day: 'Mon' },
      busiest_hour: { hour: 5 },
    })
  })
})

describe('the days', () => {
  it('are those of the time zone on which sessions of the report started, oldest first', () => {
    const tally = new InsightsTally({ ...ASKED, timeZone: 'Asia/Tokyo', source: 'cli' })
    const at = (time: string, more: Partial<SessionRecord> = {}) =>
      tally.add(record(time, { source: 'cli', started_at: Date.parse(time) / 1000, ...more }))
    at('2025-06-14T16:00Z', {
      message_count: 3,
      input_tokens: 1,
      cache_read_tokens: 2,
      estimated_cost_usd: 0.5,
    })
    at('2025-06-14T10:00Z', { output_tokens: 7, cache_write_tokens: 1, actual_cost_usd: 2 })
    at('2025-06-15T09:00Z', { tool_call_count: 4, estimated_cost_usd: 0.25 })
    at('2025-06-15T09:00Z', { source: 'cron' })
    at('2020-06-15T09:00Z')
    const [first, second, ...others] = tally.daily()
    expect(first).toMatchObject({ date: '2025-06-14', sessions: 1, total_tokens: 8, actual_cost: 2 })
    expect(second).toMatchObject({
      date: '2025-06-15',
      sessions: 2,
      messages: 3,
      tool_calls: 4,
      total_tokens: 3,
      estimated_cost: 0.75,
    })
    expect(others).toEqual([])
  })

  it('are none of sessions that are on no calendar', () => {
    const tally = new InsightsTally(ASKED)
    tally.add(record('late', { started_at: 1e300 }))
    expect([tally.daily(), tally.report().empty]).toEqual([[], false])
  })
})
