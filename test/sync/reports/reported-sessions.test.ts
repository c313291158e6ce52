import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReportedSession, ReportedSessionSchema } from '../../../src/contract/reports.ts'
import { sessionName } from '../../../src/digest.ts'
import { aggregateSessions, figures } from '../../../src/engine/aggregate.ts'
import type { SessionStats } from '../../../src/engine/types.ts'
import { reportedModel, withOneName } from '../../../src/scan/reported-model.ts'
import { checkPlausible } from '../../../src/sync/reports/plausibility.ts'
import { newReportKey, reportedSession, statsOf } from '../../../src/sync/reports/reported-sessions.ts'
import { expectedOf } from '../../engine/golden.ts'
import { anySession, session } from '../../engine/sessions.ts'
import { runs } from '../../properties.ts'

const key = newReportKey()

const report = (stats: SessionStats, titles = false): ReportedSession =>
  reportedSession({ fingerprint: JSON.stringify(stats.title), stats, record: null }, { key, titles })

describe.each(['history', 'history-next', 'edges', 'edges.tokyo', 'edges.newyork', 'fuzz'])(
  'the golden history %s, reported',
  (name) => {
    const expected = expectedOf(name)
    const reported = expected.sessions.map((stats) => report(stats))

    it('has the golden figures', () => {
      const aggregate = aggregateSessions(reported.map(statsOf), expected.timezone)
      expect(figures(aggregate)).toEqual(expected.aggregate)
    })

    it('counts what was scanned here and what was reported once', () => {
      const both = [...expected.sessions, ...reported.map(statsOf)]
      const aggregate = withOneName(aggregateSessions(both, expected.timezone))
      const { distinct_model_count, distinct_provider_count } = expected.aggregate
      expect(figures(aggregate)).toMatchObject({ distinct_model_count, distinct_provider_count })
    })

    it('is of the form that a server takes, and possible', () => {
      for (const one of reported) {
        expect(ReportedSessionSchema.parse(one)).toEqual(one)
        expect(() => checkPlausible(one)).not.toThrow()
      }
    })
  },
)

describe('a reported session', () => {
  it('adds what the session adds, in every zone', () => {
    const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham')
    fc.assert(
      fc.property(fc.array(anySession, { maxLength: 8 }), zone, (sessions, timeZone) => {
        const reported = sessions.map((stats) => statsOf(report(stats)))
        expect(figures(aggregateSessions(reported, timeZone))).toEqual(
          figures(aggregateSessions(sessions, timeZone)),
        )
      }),
    )
  })

  it('holds no text of the history', () => {
    const canary = (where: string) => `canary-${where}`
    const stats = session({
      session_id: canary('id'),
      title: canary('title'),
      source: canary('source'),
      model_names: [canary('model')],
      tool_names: [canary('tool')],
    })
    expect(JSON.stringify(report(stats))).not.toContain('canary')
  })

  it('goes by another name under another key, and has its title only where that is wanted', () => {
    const stats = session()
    const other = reportedSession(
      { fingerprint: 'f', stats, record: null },
      { key: newReportKey(), titles: true },
    )
    expect(other.id).not.toBe(report(stats).id)
    expect(other.title).toBe(stats.title)
    expect(report(stats)).not.toHaveProperty('title')
    expect(report(stats, true).fingerprint).not.toBe(report(stats).fingerprint)
  })

  it.each([
    ['web_browser_calls', { web_browser_calls: 1 }],
    ['error_count', { error_count: 6 }],
    ['terminal_calls', { tool_call_count: 1, terminal_calls: 2 }],
    ['port_conflict_events', { port_conflict_events: 2 }],
  ])('is refused by name where %s contradicts the rest', (field, counts) => {
    const impossible = { ...report(session()), counts: { message_count: 5, ...counts } }
    expect(() => checkPlausible(impossible)).toThrow(new RegExp(`^${field}: `))
  })

  it.each([
    ['a negative count', { counts: { error_count: -1 } }],
    ['a fraction', { counts: { error_count: 0.5 } }],
    ['a count that there is none of', { counts: { bananas: 1 } }],
    ['a model by its name', { model: 'claude' }],
    ['a session by its id', { id: '20260101_120000_abc' }],
    ['a field that is not asked for', { preview: 'secret' }],
  ])('is not taken with %s', (_what, change) => {
    expect(ReportedSessionSchema.safeParse({ ...report(session()), ...change }).success).toBe(false)
  })
})

describe('a reported model', () => {
  it.each([
    ['anthropic/claude-x', /^[0-9a-f]{16}\/[0-9a-f]{16}$/],
    ['local/llama', /^[0-9a-f]{16}\/local:[0-9a-f]{16}$/],
    ['/nobody', /^\/[0-9a-f]{16}$/],
  ])('%s is two digests', (name, form) => expect(reportedModel(name)).toMatch(form))

  it.each([null, '', 'None'])('%j is none', (name) => expect(reportedModel(name)).toBeNull())
})

it('of 8,564 sessions takes less than a megabyte on the wire', () => {
  const sessions = fc.sample(anySession, { numRuns: runs(500), seed: 1 })
  const rows = Array.from({ length: 8_564 }, (_, index) =>
    report({ ...(sessions[index % 500] ?? session()), session_id: `s${index}`, title: `${index}` }),
  )
  expect(gzipSync(JSON.stringify(rows)).length).toBeLessThan(1_000_000)
})

it('a session has the same name from each machine that has the naming key, and a fingerprint of its own', () => {
  const stats = expectedOf('history').sessions[0]
  if (!stats) throw new Error('no session')
  const namingKey = newReportKey()
  const from = () =>
    reportedSession(
      { fingerprint: 'f', stats, record: null },
      { key: newReportKey(), namingKey, titles: false },
    )
  const [one, other] = [from(), from()]
  expect(one.id).toBe(other.id)
  expect(one.id).toBe(sessionName(namingKey, stats.session_id))
  expect(one.fingerprint).not.toBe(other.fingerprint)
})
