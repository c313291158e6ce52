import { beforeEach, describe, expect, it } from 'vitest'
import { COUNTED_STATS } from '../../../src/engine/stats.ts'
import { EXPECTED } from '../histories.ts'
import {
  begin,
  commit,
  EDGES,
  expectGolden,
  expectNothingStaged,
  HISTORY,
  NEXT,
  report,
  reportedProfile,
  reportOf,
  sourcesOf,
  stage,
  stageDifference,
} from '../reporting.ts'
import {
  aggregateOf,
  alarmOf,
  askedToRescan,
  clientOf,
  newProfile,
  pass,
  payloadOf,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  storedChunks,
  upload,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

describe('a golden history that is reported', () => {
  it.each(['history', 'edges', 'edgesTokyo', 'edgesNewYork', 'fuzz'] as const)(
    'has the golden figures, to the digit: %s',
    async (name) => {
      const expected = EXPECTED[name]
      const handle = await reportedProfile(reportOf(expected), expected.timezone)
      await expectGolden(handle, expected)
      const total = expected.sessions.length
      expect(await payloadOf(handle)).toMatchObject({
        provenance: 'self-reported',
        scan_meta: { mode: 'full', sessions_total: total, sessions_rescanned: total, sessions_reused: 0 },
      })
      expect(await storedChunks(handle)).toEqual([])
      await expectNothingStaged(handle)
    },
  )

  it('shows the owner what stands as evidence, its title only where it was told', async () => {
    const evidenceIn = async (handle: string) =>
      (await payloadOf(handle)).achievements.flatMap(({ evidence }) => (evidence ? [evidence] : []))
    const titled = await evidenceIn(await reportedProfile(reportOf(EXPECTED.history, { titles: true })))
    const titles = EXPECTED.history.sessions.map(({ title }) => title)
    expect(titled.length).toBeGreaterThan(0)
    for (const { title } of titled) expect(titles).toContain(title)
    const untitled = await evidenceIn(await reportedProfile())
    expect(new Set(untitled.map(({ title }) => title))).toEqual(
      new Set(['A session reported without its title']),
    )
    expect(untitled.map(({ value }) => value)).toEqual(titled.map(({ value }) => value))
  })
})

describe('the next report', () => {
  it('brings only what changed, and takes away what is gone', async () => {
    const handle = await reportedProfile()
    const there = await report(handle, NEXT)
    expect(there.put).toHaveLength(6)
    expect(there.removed).toHaveLength(1)
    await settle(handle)
    await expectGolden(handle, EXPECTED.historyNext)
    expect((await payloadOf(handle)).scan_meta).toMatchObject({
      ...{ mode: 'incremental', sessions_total: 112, sessions_rescanned: 6, sessions_reused: 106 },
    })
    const back = await report(handle, HISTORY)
    expect(back.removed).toHaveLength(3)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    await expectNothingStaged(handle)
  })

  it('without anything new changes nothing and starts nothing', async () => {
    const handle = await reportedProfile()
    const { run_count } = await statusOf(handle)
    const { receipt, put } = await report(handle, HISTORY)
    expect(put).toEqual([])
    expect(receipt).toEqual({ source: 'default', sessions: 110, unchanged: true, scan: 'none' })
    expect((await statusOf(handle)).run_count).toBe(run_count)
  })

  it('builds on one that is committed and not applied yet', async () => {
    const handle = await newProfile()
    await report(handle, HISTORY)
    const { put } = await report(handle, NEXT)
    expect(put).toHaveLength(6)
    await settle(handle)
    await expectGolden(handle, EXPECTED.historyNext)
  })

  it('of another key takes the place of all that was there', async () => {
    const handle = await reportedProfile()
    const other = reportOf(EXPECTED.edges, { key: new Uint8Array(32) })
    const { put, removed } = await report(handle, other)
    expect([put.length, removed.length]).toEqual([64, 110])
    await settle(handle)
    await expectGolden(await reportedProfile(other), EXPECTED.edges)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })

  it('that loses sessions keeps what was earned', async () => {
    const handle = await reportedProfile()
    const { unlocked_count } = await payloadOf(handle)
    await report(handle, [])
    await settle(handle)
    expect(await aggregateOf(handle)).toMatchObject({ session_count: 0, total_tool_calls: 0 })
    expect(await payloadOf(handle)).toMatchObject({ unlocked_count, provenance: 'self-reported' })
  })
})

describe('a report that was cut off', () => {
  it('goes on with what was staged', async () => {
    const handle = await newProfile()
    const first = await begin(handle)
    await stage(handle, first.report_id, HISTORY.slice(0, 70))
    const second = await begin(handle)
    expect(second).toMatchObject({ report_id: first.report_id, sessions: 70 })
    expect((await stageDifference(handle, second.report_id, HISTORY)).put).toHaveLength(40)
    await commit(handle, second.report_id, HISTORY)
    await settle(handle)
    await expectGolden(handle, EXPECTED.history)
  })

  it('is no part of the figures', async () => {
    const handle = await reportedProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, EDGES, [HISTORY[0]?.id ?? ''])
    await clientOf(handle).scans.refresh()
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
  })

  it('forgets what was put back: a session that was changed, and one that was taken away', async () => {
    const handle = await reportedProfile()
    const [first, second] = HISTORY
    if (!first || !second) throw new Error('no sessions')
    const { report_id } = await begin(handle)
    await stage(handle, report_id, [{ ...first, fingerprint: '0'.repeat(16), counts: {} }], [second.id])
    expect((await begin(handle)).sessions).toBe(109)
    expect((await stageDifference(handle, report_id, HISTORY)).put).toHaveLength(2)
    await commit(handle, report_id, HISTORY)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
  })

  it('is forgotten after its time, with what was staged', async () => {
    const handle = await reportedProfile()
    const { report_id, expires_at } = await begin(handle)
    await stage(handle, report_id, EDGES)
    expect(await alarmOf(handle)).toBeLessThanOrEqual(expires_at * 1000)
    pass(24 * 3600 + 1)
    await expect(commit(handle, report_id, EDGES)).rejects.toMatchObject({ code: 'report_not_found' })
    await settle(handle)
    await expectNothingStaged(handle)
    expect(await rowsOf(handle, 'SELECT 1 FROM reports')).toEqual([])
    expect(await alarmOf(handle)).toBeNull()
  })

  it('can be given up', async () => {
    const handle = await newProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, HISTORY)
    await clientOf(handle).reports.abandon(report_id)
    await expectNothingStaged(handle)
    await expect(stage(handle, report_id, HISTORY)).rejects.toMatchObject({ code: 'report_not_found' })
    expect((await begin(handle)).sessions).toBe(0)
  })
})

describe('a commit', () => {
  it('of something else than what is here changes nothing, and the report stays open', async () => {
    const handle = await reportedProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, NEXT.slice(0, 100))
    await expect(commit(handle, report_id, NEXT)).rejects.toMatchObject({ code: 'report_incomplete' })
    const tampered = NEXT.map((one, index) => (index === 3 ? { ...one, fingerprint: 'f'.repeat(16) } : one))
    await expect(commit(handle, report_id, tampered)).rejects.toMatchObject({ code: 'report_incomplete' })
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 110, scanned: true }])
    await stageDifference(handle, report_id, NEXT)
    expect(await commit(handle, report_id, NEXT)).toMatchObject({ sessions: 112, unchanged: false })
  })

  it('answers the same again, and takes nothing more in', async () => {
    const handle = await newProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, HISTORY)
    const receipt = await commit(handle, report_id, HISTORY)
    expect(receipt).toEqual({ source: 'default', sessions: 110, unchanged: false, scan: 'started' })
    await settle(handle)
    expect(await commit(handle, report_id, HISTORY)).toEqual(receipt)
    await expect(stage(handle, report_id, EDGES)).rejects.toMatchObject({ code: 'report_not_found' })
  })

  it('while another history is scanned waits for its end, and begins the scan again that applies the same one', async () => {
    const restore = withSettings({ SLICE_SESSIONS: 20, REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await upload(handle, 'edges', 'laptop')
    await ring(handle)
    expect((await report(handle, HISTORY)).receipt.scan).toBe('queued')
    while (((await sourcesOf(handle))[0]?.sessions ?? 0) === 0) await ring(handle)
    expect((await statusOf(handle)).state).toBe('running')
    expect((await report(handle, NEXT)).receipt.scan).toBe('started')
    await settle(handle)
    restore()
    const aggregate = await aggregateOf(handle)
    expect(aggregate?.session_count).toBe(112 + 64)
    expect(aggregate?.total_tool_calls).toBe(
      EXPECTED.historyNext.aggregate.total_tool_calls + EXPECTED.edges.aggregate.total_tool_calls,
    )
    expect(await statusOf(handle)).toMatchObject({ state: 'idle', failed_count: 0 })
    expect((await sourcesOf(handle)).map(({ scanned }) => scanned)).toEqual([true, true])
  })

  it('lets those who wait for the running scan wait on', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await report(handle, HISTORY)
    const { answer: waiting } = await askedToRescan(handle)
    await ring(handle)
    await report(handle, NEXT)
    await settle(handle)
    restore()
    expect(await waiting).toMatchObject({ done: true, aggregate: EXPECTED.historyNext.aggregate })
  })
})

describe('a report is refused', () => {
  const refusing = async (settings: Parameters<typeof withSettings>[0], sessions = HISTORY) => {
    const restore = withSettings(settings)
    const handle = await scannedProfile('edges')
    const refused = await report(handle, sessions, 'laptop').catch((error: Error) => error)
    restore()
    expect((await sourcesOf(handle)).map(({ name }) => name)).toEqual(['default'])
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    return refused
  }

  it.each([
    ['more sessions than a history may hold', { SESSIONS_MAX: 100 }, 'too_many_sessions'],
    ['more together than a profile may hold', { PROFILE_SESSIONS_MAX: 173 }, 'too_many_sessions'],
    ['a source more than a profile may have', { SOURCES_MAX: 1 }, 'too_many_sources'],
  ])('with %s', async (_what, settings, code) => {
    // The scan of what is there already must not meet the same limit.
    expect(await refusing(settings)).toMatchObject({ code })
  })

  it('as soon as it stages far more sessions than a history may hold, and keeps nothing of the batch', async () => {
    const restore = withSettings({ SESSIONS_MAX: 50 })
    const handle = await newProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, HISTORY.slice(0, 60))
    await expect(stage(handle, report_id, HISTORY.slice(60))).rejects.toMatchObject({
      code: 'too_many_sessions',
    })
    restore()
    expect((await begin(handle)).sessions).toBe(60)
  })

  it('when so many histories are being reported at once that they are more than a profile may have', async () => {
    const restore = withSettings({ SOURCES_MAX: 2 })
    const handle = await newProfile()
    await begin(handle, 'one')
    await begin(handle, 'two')
    await begin(handle, 'two')
    await expect(begin(handle, 'three')).rejects.toMatchObject({ code: 'too_many_sources' })
    restore()
  })
})

it('every figure of a reported session is kept', async () => {
  const handle = await newProfile()
  const counts = Object.fromEntries(COUNTED_STATS.map((stat) => [stat, 1]))
  const one = { id: 'a'.repeat(32), fingerprint: 'b'.repeat(16), started_at: 60, model: null, counts }
  await report(handle, [one])
  await settle(handle)
  const [row] = await rowsOf(handle, 'SELECT stats FROM checkpoints')
  expect(JSON.parse(String(row?.stats))).toMatchObject(counts)
})
