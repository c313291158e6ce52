import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_LIST } from '../../../src/sessions/list/list-options.ts'
import { newReportKey, type ReportTerms } from '../../../src/sync/reports/reported-sessions.ts'
import { EXPECTED } from '../histories.ts'
import { EDGES, namedHistory, report } from '../reporting.ts'
import {
  aggregateOf,
  clientOf,
  newProfile,
  payloadOf,
  rowsOf,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

const sourcesOf = async (handle: string) => (await clientOf(handle).sources.list()).sources

const namedEdges = (handle: string, terms: Partial<ReportTerms> = {}) =>
  namedHistory(handle, terms, EXPECTED.edges)

async function expectOnce(handle: string, { aggregate, unlocked_count, sessions } = EXPECTED.edges) {
  expect(await aggregateOf(handle)).toEqual(aggregate)
  expect(await payloadOf(handle)).toMatchObject({
    unlocked_count,
    scan_meta: { sessions_total: sessions.length },
  })
}

describe('the same history under another name', () => {
  it('counts once, says where it is already, and leaves all when either goes', async () => {
    const handle = await scannedProfile('edges')
    await upload(handle, 'edges', 'again')
    await settle(handle)
    await expectOnce(handle)
    expect(await sourcesOf(handle)).toMatchObject([
      { name: 'again', sessions: 64, elsewhere: { sessions: 0, sources: [] } },
      { name: 'default', sessions: 64, elsewhere: { sessions: 64, sources: ['again'] } },
    ])
    await clientOf(handle).sources.remove('again')
    await settle(handle)
    await expectOnce(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ name: 'default', elsewhere: { sessions: 0 } }])
  })

  it('says that it is wholly inside another, whichever of the two counts', async () => {
    const handle = await newProfile()
    const named = await namedEdges(handle)
    for (const [source, sessions] of [
      ['a-part', named.slice(0, 40)],
      ['whole', named],
      ['some', named.slice(30)],
    ] as const) {
      await report(handle, [...sessions], source)
      await settle(handle)
    }
    await clientOf(handle).sources.remove('some')
    await settle(handle)
    expect(await sourcesOf(handle)).toMatchObject([
      { name: 'a-part', elsewhere: { sessions: 0 }, within: ['whole'] },
      { name: 'whole', elsewhere: { sessions: 40, sources: ['a-part'] }, within: [] },
    ])
  })

  it('is once in the list of all histories, and once in the insights', async () => {
    const handle = await scannedProfile('history')
    const client = clientOf(handle)
    const seen = async () => {
      const asked = {
        ...DEFAULT_LIST,
        includeChildren: true,
        archived: true,
        limit: 200,
        history: null,
        all: true,
      }
      const { sessions, total, unlisted } = await client.sessions.list(asked)
      const insights = await client.insights.report({ days: 36_500, source: null })
      return { ids: sessions.map(({ id }) => id), total, unlisted, insights }
    }
    const once = await seen()
    expect(once).toMatchObject({ total: 110, unlisted: 0, insights: { unlisted: 0 } })
    for (const source of ['again', 'a-third']) {
      await upload(handle, 'history', source)
      await settle(handle)
      expect(await seen()).toEqual(once)
    }
    // What is told without records leaves those of the others in their place.
    await report(handle, await namedHistory(handle), 'a-reported')
    await settle(handle)
    expect(await seen()).toEqual(once)
  })

  it('counts once when it is reported to two sources', async () => {
    const handle = await newProfile()
    for (const source of ['laptop', 'work']) {
      await report(handle, EDGES, source)
      await settle(handle)
    }
    await expectOnce(handle)
  })

  it('counts once when it is uploaded to one and reported to another, in either order', async () => {
    for (const uploadedFirst of [true, false]) {
      const handle = await newProfile()
      const named = await namedHistory(handle)
      for (const uploads of [uploadedFirst, !uploadedFirst]) {
        if (uploads) await upload(handle, 'history', 'server')
        else {
          const { elsewhere } = (await report(handle, named, 'laptop')).receipt
          expect(elsewhere).toEqual(uploadedFirst ? { sessions: 110, sources: ['server'] } : undefined)
        }
        await settle(handle)
      }
      await expectOnce(handle, EXPECTED.history)
      expect(await sourcesOf(handle)).toMatchObject([
        { name: 'laptop', sessions: 110, elsewhere: { sessions: 110, sources: ['server'] } },
        { name: 'server', sessions: 110, elsewhere: { sessions: 0 } },
      ])
      await clientOf(handle).sources.remove('server')
      await settle(handle)
      await expectOnce(handle, EXPECTED.history)
    }
  })

  it('counts by a report whose activity is later than that of an upload, and by the upload if it is not', async () => {
    const handle = await scannedProfile('history')
    const named = await namedHistory(handle)
    const [first] = named
    if (!first) throw new Error('no session')
    const last_active = (first.last_active ?? 0) + 3600
    const counts = { ...first.counts, message_count: (first.counts.message_count ?? 0) + 5 }
    await report(handle, named.with(0, { ...first, last_active, counts }), 'laptop')
    await settle(handle)
    expect(await sourcesOf(handle)).toMatchObject([
      { name: 'default', elsewhere: { sessions: 1, sources: ['laptop'] } },
      { name: 'laptop', elsewhere: { sessions: 109, sources: ['default'] } },
    ])
  })

  const WAYS = ['upload', 'laptop', 'desk', 'browser'] as const
  it.each(WAYS.map((_, at) => [...WAYS.slice(at), ...WAYS.slice(0, at)]))(
    'counts once in the order %s, %s, %s, %s, and is right when each of them is removed and recounted',
    async (...ways) => {
      const handle = await newProfile()
      for (const way of ways) {
        // Each machine has a key of its own for fingerprints.
        if (way === 'upload') await upload(handle, 'edges', way)
        else await report(handle, await namedEdges(handle, { key: newReportKey() }), way)
        await settle(handle)
        await expectOnce(handle)
      }
      for (const [at, way] of ways.entries()) {
        await clientOf(handle).sources.remove(way)
        await settle(handle)
        await clientOf(handle).scans.recount(true)
        await settle(handle)
        if (at < 3) await expectOnce(handle)
        else expect(await aggregateOf(handle)).toMatchObject({ session_count: 0 })
      }
    },
  )

  it('moves over from a machine’s own names with the next report; a recount takes back what counting twice earned', async () => {
    const handle = await scannedProfile('edges')
    await report(handle, EDGES, 'laptop')
    await settle(handle)
    expect((await aggregateOf(handle))?.session_count).toBe(128)
    await report(handle, await namedEdges(handle), 'laptop')
    await settle(handle)
    await clientOf(handle).scans.recount(true)
    await settle(handle)
    await expectOnce(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 64 }, { name: 'laptop', sessions: 64 }])
  })

  it('counts by the copy with the latest activity, in either order', async () => {
    for (const histories of [
      ['history', 'historyNext'],
      ['historyNext', 'history'],
    ] as const) {
      const handle = await newProfile()
      for (const [at, name] of histories.entries()) {
        await upload(handle, name, `source-${at}`)
        await settle(handle)
      }
      const ids = new Map(EXPECTED.history.sessions.map((session) => [session.session_id, session]))
      for (const session of EXPECTED.historyNext.sessions) {
        const other = ids.get(session.session_id)
        if (!other || (session.last_active ?? 0) >= (other.last_active ?? 0))
          ids.set(session.session_id, session)
      }
      expect((await aggregateOf(handle))?.session_count).toBe(ids.size)
      expect((await aggregateOf(handle))?.total_tool_calls).toBe(
        [...ids.values()].reduce((sum, { tool_call_count }) => sum + tool_call_count, 0),
      )
    }
  })
})

it('a profile that counted copies twice counts them once when its tables are brought up to date', async () => {
  const handle = await scannedProfile('edges')
  await upload(handle, 'edges', 'again')
  await settle(handle)
  // As it was left: every copy counts, and the aggregate is that of all.
  await rowsOf(handle, 'UPDATE checkpoints SET standing = 1')
  await rowsOf(handle, `DELETE FROM documents WHERE name = 'aggregate'`)
  await clientOf(handle).scans.refresh()
  await settle(handle)
  await expectOnce(handle)
})

it('a profile from before there were names has them when its tables are brought up to date', async () => {
  const handle = await scannedProfile('edges')
  await report(handle, await namedEdges(handle), 'laptop')
  await settle(handle)
  // As the last step of its tables leaves it: no session has a name but its own id.
  await rowsOf(handle, 'UPDATE checkpoints SET name = session_id, standing = 1')
  await rowsOf(handle, `DELETE FROM documents WHERE name = 'aggregate'`)
  await clientOf(handle).scans.refresh()
  await settle(handle)
  await expectOnce(handle)
})
