import { env } from 'cloudflare:test'
import { z } from '@hono/zod-openapi'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { profileClient } from '../../../functions/profile/client.ts'
import {
  type Insights,
  InsightsDaysSchema,
  InsightsSchema,
  InsightsSummarySchema,
} from '../../../src/contract/insights.ts'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { type SessionList, SessionListSchema } from '../../../src/contract/sessions.ts'
import { SourcesSchema } from '../../../src/contract/sources.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { reportedSession } from '../../../src/sync/reports/reported-sessions.ts'
import { comparable } from '../../sessions/insights/comparable.ts'
import { record } from '../../sessions/list/records.ts'
import { EXPECTED, GOLDEN, LISTS, REPORTS } from '../histories.ts'
import { wholeOf } from '../reporting.ts'
import { api, bearer, call, create, type Owned, refusal, scanned, sendJson, uploadGzip } from './client.ts'

const KEY = new Uint8Array(32).fill(7)

afterEach(() => {
  vi.useRealTimers()
})

type Row = SessionList['sessions'][number]

async function golden(timeZone = 'UTC', source = 'default'): Promise<Owned> {
  const owner = await create({ time_zone: timeZone, visibility: 'public' })
  await uploadGzip(owner, GOLDEN.history, source)
  await scanned(owner)
  return owner
}

async function answerTo<Shape extends z.ZodType>({ handle, key }: Owned, path: string, shape: Shape) {
  const answer = await call(api(handle, path), { headers: bearer(key) })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  return shape.parse(await answer.json())
}
const listOf = (owner: Owned, query = '') => answerTo(owner, `/sessions${query}`, SessionListSchema)
const reportOf = (owner: Owned, query = '') => answerTo(owner, `/insights${query}`, InsightsSchema)

/** Whether each source of a profile has details of its sessions. */
const hasDetails = async (owner: Owned) =>
  (await answerTo(owner, '/sources', SourcesSchema)).sources.map(({ has_details }) => has_details)

describe('the sessions of a profile', async () => {
  const owner = await golden()

  it.each([
    ['default', '', 101],
    ['all_children', '?include_children=1', 110],
    ['by_last_active', '?order=last_active&limit=20', 101],
    ['source_cli_page2', '?source=cli&limit=10&offset=10', undefined],
    ['exclude_cron_telegram', '?exclude_sources=telegram,cron&limit=15', undefined],
  ])('are listed as they should be: %s', async (name, query, total) => {
    const list = await listOf(owner, query)
    expect(list.sessions).toMatchObject(LISTS[name] ?? [])
    expect(list).toMatchObject({ history: 'default', unlisted: 0, ...(total && { total }) })
  })

  it('are listed by default for what makes no sense', async () => {
    const query = '?order=sideways&limit=many&offset=-5&include_children=perhaps&all=no'
    expect(await listOf(owner, query)).toEqual(await listOf(owner))
  })

  it('are found by words of their title, preview and id, and say what platforms there are all the same', async () => {
    const all = await listOf(owner, '?include_children=1')
    const sought = all.sessions.find(({ title }) => title?.includes(' '))
    const [one = '', two = ''] = sought?.title?.split(' ') ?? []
    const found = await listOf(
      owner,
      `?include_children=1&q=${encodeURIComponent(`${two} ${one.toUpperCase()}`)}`,
    )
    expect(found.sessions).toContainEqual(sought)
    expect(found.total).toBeLessThan(all.total)
    expect(found.platforms).toEqual(all.platforms)
    const byId = await listOf(owner, `?include_children=1&q=${sought?.id}`)
    expect(byId.sessions).toEqual([sought])
    expect(await listOf(owner, '?q=no-session-has-this')).toMatchObject({ sessions: [], total: 0 })
  })

  it.each([
    ['messages', ({ message_count }: Row) => message_count],
    ['tokens', ({ input_tokens, output_tokens }: Row) => (input_tokens ?? 0) + (output_tokens ?? 0)],
    ['cost', ({ estimated_cost_usd }: Row) => estimated_cost_usd],
  ])('are put in order by %s', async (order, figure) => {
    const figures = (await listOf(owner, `?order=${order}`)).sessions.map((row) => figure(row) ?? -1)
    expect(figures).toHaveLength(101)
    expect(figures).toEqual(figures.toSorted((a, b) => b - a))
    expect(new Set(figures).size).toBeGreaterThan(1)
  })

  it('of all histories say which one they are of', async () => {
    const other = await golden('UTC', 'laptop')
    await uploadGzip(other, GOLDEN.edges, 'desk')
    await scanned(other)
    const [desk, laptop, all] = [
      await listOf(other),
      await listOf(other, '?history=laptop'),
      await listOf(other, '?all=1&include_children=1'),
    ]
    expect([desk.history, laptop.history, all.history]).toEqual(['desk', 'laptop', null])
    expect(laptop.sessions).toMatchObject(LISTS.default ?? [])
    expect(all.total).toBe(110 + 64)
    expect(new Set(all.sessions.map(({ history }) => history))).toEqual(new Set(['desk', 'laptop']))
    const missing = await call(api(other.handle, '/sessions?history=no'), { headers: bearer(other.key) })
    expect(await refusal(missing)).toEqual([404, 'source_not_found'])
  })

  it('are none where there is no history', async () => {
    expect(await listOf(await create())).toEqual({
      sessions: [],
      total: 0,
      history: null,
      platforms: [],
      unlisted: 0,
    })
  })

  it('change with the history, and leave with it', async () => {
    const other = await golden()
    await uploadGzip(other, GOLDEN.historyNext)
    await scanned(other)
    expect(await listOf(other, '?include_children=1')).toMatchObject({ total: 112, unlisted: 0 })
    const removed = await call(api(other.handle, '/sources/default'), {
      method: 'DELETE',
      headers: bearer(other.key),
    })
    expect(removed.status).toBe(204)
    expect(await listOf(other, '?all=1')).toMatchObject({ sessions: [], total: 0 })
    expect(await reportOf(other, '?days=36500')).toMatchObject({ empty: true })
  })
})

/** As the archive has it. */
type Exported = SessionRecord & { history?: string }

describe('the sessions that were reported', async () => {
  const scannedHere = await golden()
  const records: Exported[] = await new Response(
    await profileClient(env, scannedHere.handle).archive.records(),
  ).json()
  /** The golden history as its owner's machine reports it. */
  const reported = (withRecords: boolean) =>
    EXPECTED.history.sessions.map((stats) => {
      const { history, ...known }: Exported =
        records.find(({ id }) => id === stats.session_id) ?? record('gone')
      const terms = { key: KEY, titles: withRecords, records: withRecords }
      return reportedSession({ fingerprint: stats.title, stats, record: known }, terms)
    })

  it('are listed and counted as if they had been scanned here, where their owner sends records', async () => {
    const owner = await create({ time_zone: 'UTC' })
    await report(owner, reported(true))
    expect((await listOf(owner)).sessions).toMatchObject(LISTS.default ?? [])
    const [expected] = REPORTS
    vi.useFakeTimers({ toFake: ['Date'], now: (expected?.generated_at ?? 0) * 1000 })
    const insights = (await reportOf(owner, `?days=${expected?.days}`)) as Insights
    expect(comparable(insights)).toMatchObject({ overview: comparable(expected as Insights).overview })
  })

  it('are one history, with each session once, where several machines report parts of it', async () => {
    const owner = await create({ time_zone: 'UTC' })
    await report(owner, reported(true).slice(0, 70), 'a1'.repeat(8))
    await report(owner, reported(true).slice(50), 'b2'.repeat(8))
    const { history, sessions, unlisted } = await listOf(owner)
    expect({ history, unlisted }).toEqual({ history: 'default', unlisted: 0 })
    expect(sessions).toMatchObject(LISTS.default ?? [])
    for (const query of ['?include_children=1&history=default', '?include_children=1&all=1']) {
      expect(await listOf(owner, query)).toMatchObject({ total: 110, unlisted: 0 })
    }
    const all = await listOf(owner, '?all=1&q=a')
    expect(all.sessions.length).toBeGreaterThan(0)
    expect(new Set(all.sessions.map((session) => session.history))).toEqual(new Set(['default']))
  })

  it('have their badges under the ids by which they are listed', async () => {
    const owner = await create({ time_zone: 'UTC' })
    await report(owner, reported(true))
    const badgesOf = async ({ handle, key }: Owned, id: string) => {
      const answer = await call(api(handle, `/sessions/${id}/badges`), { headers: bearer(key) })
      const { session_id, badges } = await answer.json<{ session_id: string; badges: { id: string }[] }>()
      return [session_id, badges.map((badge) => badge.id)]
    }
    for (const { id } of (await listOf(owner)).sessions.slice(0, 20)) {
      const [name, badges] = await badgesOf(owner, id)
      expect([name, badges]).toEqual([id, (await badgesOf(scannedHere, id))[1]])
    }
  })

  it('are not listed where they come without, and their records go when they are no longer sent', async () => {
    const owner = await create()
    await report(owner, reported(false))
    expect(await listOf(owner)).toMatchObject({ sessions: [], total: 0, unlisted: 110 })
    expect(await hasDetails(owner)).toEqual([false])
    await report(owner, reported(true))
    expect(await listOf(owner)).toMatchObject({ total: 101, unlisted: 0 })
    expect(await hasDetails(owner)).toEqual([true])
    await report(owner, reported(false))
    expect(await listOf(owner)).toMatchObject({ sessions: [], total: 0, unlisted: 110 })
    expect(await hasDetails(owner)).toEqual([false])
  })

  it('stay listed from one machine when another sends them without', async () => {
    const owner = await create()
    await report(owner, reported(true), 'a1'.repeat(8))
    await report(owner, reported(true), 'b2'.repeat(8))
    await report(owner, reported(false), 'b2'.repeat(8))
    expect(await hasDetails(owner)).toEqual([true])
    expect(await listOf(owner)).toMatchObject({ total: 101, unlisted: 0 })
  })
})

/** Reports these sessions, all of them, and waits until they count. */
async function report(owner: Owned, sessions: ReportedSession[], machine?: string): Promise<void> {
  const path = api(owner.handle, '/sources/default/reports')
  const headers = { ...bearer(owner.key), ...(machine ? { 'Laurel-Machine': machine } : {}) }
  const begun = await sendJson('POST', path, { engine_version: STATS_VERSION }, headers)
  const { report_id } = await begun.json<{ report_id: string }>()
  const put = await call(`${path}/${report_id}/sessions`, {
    method: 'PUT',
    body: JSON.stringify({ sessions }),
    headers: bearer(owner.key),
  })
  expect(put.status).toBe(204)
  const committed = await sendJson(
    'POST',
    `${path}/${report_id}/commit`,
    wholeOf(sessions),
    bearer(owner.key),
  )
  expect(committed.status).toBe(200)
  await scanned(owner)
}

describe('the insights of a profile', () => {
  it.each(REPORTS.map((expected) => [expected.timezone, expected] as const))(
    'are exact, in %s',
    async (timeZone, expected) => {
      const owner = await golden(timeZone)
      const { days, source_filter, generated_at } = expected
      vi.useFakeTimers({ toFake: ['Date'], now: generated_at * 1000 })
      const query = `?days=${days}${source_filter ? `&source=${source_filter}` : ''}`
      const report = (await reportOf(owner, query)) as Insights
      const now = Math.floor(generated_at * 1000) / 1000
      expect(comparable(report)).toEqual({ ...comparable(expected), generated_at: now })
    },
  )

  it('are told by the day as well, and come to the same', async () => {
    const owner = await golden()
    const { overview, activity } = (await reportOf(owner, '?days=36500')) as Insights & { empty: false }
    const { daily } = await answerTo(owner, '/insights/daily?days=36500', InsightsDaysSchema)
    const sum = (of: (day: (typeof daily)[number]) => number) => daily.reduce((all, day) => all + of(day), 0)
    expect(daily).toHaveLength(activity.active_days)
    expect(sum((day) => day.sessions)).toBe(overview.total_sessions)
    expect(sum((day) => day.messages)).toBe(overview.total_messages)
    expect(sum((day) => day.total_tokens)).toBe(overview.total_tokens)
    expect(sum((day) => day.actual_cost)).toBeCloseTo(overview.actual_cost, 6)
  })

  it('look back 30 days, and are empty when nothing was there', async () => {
    expect(await reportOf(await golden(), '?days=soon')).toMatchObject({ days: 30, empty: true })
  })
})

describe('the summary of insights', async () => {
  const owner = await golden()
  const path = api(owner.handle, '/insights/summary')
  const publish = (publish_insights: boolean) =>
    sendJson('PATCH', api(owner.handle), { publish_insights }, bearer(owner.key))

  it('is for the owner alone until it is published, and for everyone until it no longer is', async () => {
    expect(await refusal(await call(path))).toEqual([404, 'not_found'])
    expect((await call(path, { headers: bearer(owner.key) })).status).toBe(200)
    expect(await (await publish(true)).json()).toMatchObject({ publish_insights: true })
    expect((await call(path)).status).toBe(200)
    await publish(false)
    expect(await refusal(await call(path))).toEqual([404, 'not_found'])
  })

  it('holds totals and nothing else', async () => {
    await publish(true)
    vi.useFakeTimers({ toFake: ['Date'], now: (REPORTS[0]?.generated_at ?? 0) * 1000 })
    await call(path, { headers: bearer(owner.key) })
    const summary = z.strictObject(InsightsSummarySchema.shape).parse(await (await call(path)).json())
    const { provenance, ...totals } = summary
    expect(provenance).toBe('scanned')
    expect(Object.values(totals).every((value) => typeof value === 'number')).toBe(true)
    expect(summary).toMatchObject({
      days: 30,
      total_sessions: 110,
      total_messages: 1270,
      distinct_skills: 4,
      active_days: 5,
    })
  })
})
