import { describe, expect, it } from 'vitest'
import { InsightsSchema } from '../../../src/contract/insights.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { cacheShare } from '../../../src/sessions/insights/cache-share.ts'
import { InsightsTally, insightsOf } from '../../../src/sessions/insights/report.ts'
import { record, spending } from '../list/records.ts'

const NOW = 1_780_000_000
const ASKED = { days: 30, source: null, timeZone: 'UTC', now: NOW }
const reportOf = (...records: SessionRecord[]) => insightsOf(records, ASKED)
/** A session of a history that tells what was spent on each model. */
const session = (id: string, known: Partial<SessionRecord> = {}) =>
  record(id, { marks: '', started_at: NOW - 60, ...known })
const tokensOf = ({ models }: ReturnType<typeof reportOf>) =>
  models.map(({ model, total_tokens }) => [model, total_tokens])

describe('what was spent on models', () => {
  it('is told by the rows of each session, with what was done beside the conversation', () => {
    const usage = [
      spending('anthropic/claude', { input_tokens: 1000, output_tokens: 100, api_call_count: 3 }),
      spending('openai/gpt-5', { input_tokens: 5000, output_tokens: 700, reasoning_tokens: 50 }),
      spending('gemini-flash', { task: 'compression', input_tokens: 300, output_tokens: 40 }),
    ]
    const totals = { input_tokens: 6000, output_tokens: 800, cache_read_tokens: 15 }
    const report = reportOf(session('s', { model: 'claude', usage, tool_call_count: 4, ...totals }))
    expect(tokensOf(report)).toEqual([
      ['gpt-5', 5700],
      ['claude', 1115],
      ['gemini-flash', 340],
    ])
    expect(report.models).toMatchObject([
      { reasoning_tokens: 50, api_calls: 0, tool_calls: 0, sessions: 1 },
      { reasoning_tokens: 0, api_calls: 3, tool_calls: 4, sessions: 1 },
      { sessions: 1 },
    ])
    expect(report.overview).toMatchObject({ total_tokens: 7155, avg_tokens_per_session: 7155 })
    expect(InsightsSchema.parse(report)).toEqual(report)
  })

  it('goes by the rows where a model was switched in mid-session', () => {
    const usage = [
      spending('deepseek', { input_tokens: 10_000, output_tokens: 500 }),
      spending('opus', { input_tokens: 990_000, output_tokens: 49_500 }),
    ]
    const totals = { input_tokens: 1_000_000, output_tokens: 50_000 }
    expect(tokensOf(reportOf(session('s', { model: 'deepseek', usage, ...totals })))).toEqual([
      ['opus', 1_039_500],
      ['deepseek', 10_500],
    ])
  })

  it('is the rest of the session’s own columns on its own model, and never less than nothing', () => {
    const usage = [spending('a', { input_tokens: 10, estimated_cost_usd: 2, actual_cost_usd: 1 })]
    const own = { model: 'own', input_tokens: 4, output_tokens: 6, api_call_count: 2 }
    const report = reportOf(session('s', { usage, ...own, estimated_cost_usd: 1.5, actual_cost_usd: 3 }))
    expect(report.models).toMatchObject([
      { model: 'a', input_tokens: 10, output_tokens: 0, cost: 2, actual_cost: 1, api_calls: 0 },
      { model: 'own', input_tokens: 0, output_tokens: 6, cost: 0, actual_cost: 2, api_calls: 2 },
    ])
    expect(report.overview).toMatchObject({ estimated_cost: 2, actual_cost: 3 })
  })

  it('counts a session once for each model that it spent anything on', () => {
    const usage = [spending('x/a', { input_tokens: 1 }), spending('y/a', { input_tokens: 2 })]
    const idle = session('idle', { model: 'b', reasoning_tokens: 9, tool_call_count: 2 })
    const silent = session('silent', { model: 'c' })
    const { models } = reportOf(session('s', { model: 'a', usage, output_tokens: 1 }), idle, silent)
    expect(models).toMatchObject([
      { model: 'a', sessions: 1, total_tokens: 4 },
      { model: 'b', sessions: 0, tool_calls: 2, reasoning_tokens: 0 },
    ])
  })

  it('comes to the same by the day', () => {
    const tally = new InsightsTally(ASKED)
    const usage = [spending('a', { input_tokens: 10, cache_write_tokens: 5, estimated_cost_usd: 2 })]
    tally.add(session('s', { usage, input_tokens: 4, output_tokens: 6, estimated_cost_usd: 0.5 }))
    expect(tally.daily()).toMatchObject([
      { input_tokens: 10, output_tokens: 6, cache_write_tokens: 5, total_tokens: 21, estimated_cost: 2 },
    ])
    expect(tally.report().overview).toMatchObject({ total_tokens: 21, estimated_cost: 2 })
  })

  it('is all the session’s own model’s in a history of before, reasoning and calls too', () => {
    const before = record('s', {
      started_at: NOW,
      model: 'a',
      reasoning_tokens: 7,
      api_call_count: 2,
      estimated_cost_usd: 0.5,
      actual_cost_usd: 0.25,
    })
    expect(reportOf(before, record('t', { started_at: NOW, model: 'b' })).models).toMatchObject([
      { model: 'a', sessions: 1, reasoning_tokens: 7, api_calls: 2, cost: 0.5, actual_cost: 0.25 },
      { model: 'b', sessions: 1 },
    ])
  })
})

describe('the use of a tool', () => {
  const use = (rows: number, calls: number) => [{ tool: 'search_files', rows, calls }]
  const countOf = (...records: SessionRecord[]) => reportOf(...records).tools[0]?.count

  it('is the greater of its rows and its calls in each session, then the sum', () => {
    expect(countOf(session('a', { tools: use(1, 0) }), session('b', { tools: use(0, 1) }))).toBe(2)
  })

  it('is added to that of a history of before, where both are summed first', () => {
    const before = [use(5, 1), use(0, 3)].map((tools, at) => record(`${at}`, { started_at: NOW, tools }))
    expect(countOf(...before, session('a', { tools: use(1, 2) }))).toBe(5 + 2)
  })
})

describe('the share of the cache', () => {
  const shareOf = (known: Parameters<typeof spending>[1]) =>
    reportOf(session('s', { model: 'a', usage: [spending('a', known)] })).models.map(cacheShare)

  it('is that of what was sent, and none where nothing was', () => {
    expect(
      shareOf({ input_tokens: 60, cache_read_tokens: 30, cache_write_tokens: 10, output_tokens: 99 }),
    ).toEqual([0.3])
    expect(shareOf({ output_tokens: 99 })).toEqual([null])
  })
})
