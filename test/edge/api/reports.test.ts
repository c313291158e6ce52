import { describe, expect, it } from 'vitest'
import {
  KnownSessionsSchema,
  type ReportedSession,
  ReportReceiptSchema,
} from '../../../src/contract/reports.ts'
import { SourcesSchema } from '../../../src/contract/sources.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { ReportApi } from '../../../src/sync/reports/report-api.ts'
import { sendReport } from '../../../src/sync/reports/send-report.ts'
import { EXPECTED } from '../histories.ts'
import { HISTORY, NEXT } from '../reporting.ts'
import { api, bearer, call, create, ORIGIN, type Owned, refusal, scanned, sendJson } from './client.ts'
import { gzipped } from './histories.ts'
import { begin, commit, known, path, put, putBatch } from './report-client.ts'

/** Reports as a client does, and waits until it counts. */
async function send(owner: Owned, sessions: readonly ReportedSession[], machine?: string) {
  const address = { server: ORIGIN, handle: owner.handle, source: 'default', ownerKey: owner.key, machine }
  const fetcher: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(String(input))
    return call(pathname + search, init)
  }
  const sent = await sendReport(new ReportApi(address, fetcher), sessions)
  return { ...sent, view: await scanned(owner) }
}

describe('a report', () => {
  it('of a golden history gives the golden badges, and everybody is told who counted', async () => {
    const owner = await create({ time_zone: 'UTC' })
    const { receipt, sent, view } = await send(owner, HISTORY)
    expect(ReportReceiptSchema.strict().parse(receipt)).toMatchObject({ sessions: 110, unchanged: false })
    expect(sent).toBe(110)
    expect(view).toMatchObject({
      unlocked_count: EXPECTED.history.unlocked_count,
      provenance: 'self-reported',
    })
    const summary = await call(api(owner.handle, '/achievements/summary'))
    expect(await summary.json()).toMatchObject({ provenance: 'self-reported', total_sessions: 110 })
    const page = await (await call(`/@${owner.handle}`)).text()
    expect(page).toContain('checked here for plausibility, not for truth')
    const { sources } = SourcesSchema.parse(
      await (await call(api(owner.handle, '/sources'), { headers: bearer(owner.key) })).json(),
    )
    expect(sources).toMatchObject([{ kind: 'self-reported', bytes: 0, sessions: 110, scanned: true }])
  })

  it('sends only what changed the next time, in few bytes', async () => {
    const owner = await create()
    await send(owner, HISTORY)
    const [first, ...others] = HISTORY
    const changed = { ...first, fingerprint: '0123456789abcdef' } as ReportedSession
    const one = await send(owner, [changed, ...others])
    expect([one.sent, one.removed]).toEqual([1, 0])
    expect(one.bytes).toBeLessThan(2_000)
    const { sent, removed, view } = await send(owner, NEXT)
    expect(sent).toBeLessThan(10)
    expect(removed).toBe(1)
    expect(view.aggregate).toEqual(EXPECTED.historyNext.aggregate)
  })

  it('leaves what a browser or another machine has reported to the same history', async () => {
    const owner = await create({ time_zone: 'UTC' })
    await send(owner, HISTORY.slice(0, 70), 'a1'.repeat(8))
    const { receipt, removed, view } = await send(owner, HISTORY.slice(50), 'b2'.repeat(8))
    expect({ removed, receipt }).toMatchObject({ removed: 0, receipt: { source: 'default', sessions: 60 } })
    expect(view.aggregate).toEqual(EXPECTED.history.aggregate)
    expect(view.unlocked_count).toBe(22)
    const nameless = await sendJson(
      'POST',
      path(owner),
      { engine_version: STATS_VERSION },
      {
        ...bearer(owner.key),
        'Laurel-Machine': 'adas-laptop',
      },
    )
    expect(await refusal(nameless)).toEqual([400, 'invalid_request'])
  })

  it('takes the same batch twice, plain or compressed, and counts it once', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const plain = JSON.stringify({ sessions: HISTORY })
    const compressed = await gzipped(new Uint8Array(new TextEncoder().encode(plain)))
    expect((await put(owner, report_id, plain)).status).toBe(204)
    expect((await put(owner, report_id, compressed, { 'Content-Encoding': 'gzip' })).status).toBe(204)
    expect((await begin(owner)).sessions).toBe(110)
    expect((await commit(owner, report_id, HISTORY)).status).toBe(200)
    expect((await scanned(owner)).aggregate).toEqual(EXPECTED.history.aggregate)
  })

  it('lists what is known in the buckets that are asked for, and nothing else', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    await putBatch(owner, report_id, { sessions: HISTORY })
    const [first] = HISTORY
    const bucket = first?.id.slice(0, 2) ?? ''
    const { sessions } = KnownSessionsSchema.strict().parse(
      await (await known(owner, report_id, bucket)).json(),
    )
    expect(sessions).toEqual(
      Object.fromEntries(
        HISTORY.filter(({ id }) => id.startsWith(bucket)).map(({ id, fingerprint }) => [id, fingerprint]),
      ),
    )
    for (const none of ['', 'g0', '0', '00,', '000']) {
      expect(await refusal(await known(owner, report_id, none))).toEqual([400, 'invalid_request'])
    }
  })

  it('is committed only as what its reporter has; committed again it answers the same', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    await putBatch(owner, report_id, { sessions: HISTORY.slice(1) })
    expect(await refusal(await commit(owner, report_id, HISTORY))).toEqual([409, 'report_incomplete'])
    await putBatch(owner, report_id, { sessions: HISTORY.slice(0, 1) })
    const first = await (await commit(owner, report_id, HISTORY)).json()
    expect(first).toEqual({ source: 'default', sessions: 110, unchanged: false, scan: 'started' })
    expect(await (await commit(owner, report_id, HISTORY)).json()).toEqual(first)
  })

  it('can be given up', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const gone = await call(path(owner, `/${report_id}`), { method: 'DELETE', headers: bearer(owner.key) })
    expect(gone.status).toBe(204)
    expect(await refusal(await known(owner, report_id, '00'))).toEqual([404, 'report_not_found'])
    expect(await refusal(await putBatch(owner, report_id, {}))).toEqual([404, 'report_not_found'])
    expect(await refusal(await commit(owner, report_id, []))).toEqual([404, 'report_not_found'])
  })

  it.each([
    [STATS_VERSION - 1, 'These counts were made by an older version than this server.', /Update laurel/],
    [STATS_VERSION + 1, 'These counts were made by a newer version than this server.', /Ask whoever runs it/],
  ])(
    'by an engine of version %i is refused, and told which side is older',
    async (version, message, hint) => {
      const owner = await create()
      const answer = await sendJson('POST', path(owner), { engine_version: version }, bearer(owner.key))
      expect(answer.status).toBe(409)
      expect(await answer.json()).toMatchObject({
        error: { code: 'engine_mismatch', message, hint: expect.stringMatching(hint) },
      })
    },
  )
})

it('takes any number of sessions that began in the same minute, as an import leaves them', async () => {
  const owner = await create()
  const { report_id } = await begin(owner)
  const crowd = Array.from({ length: 6_500 }, (_, index) => ({
    id: index.toString(16).padStart(32, '0'),
    fingerprint: '0'.repeat(16),
    started_at: 1_700_006_400,
    model: null,
    counts: {},
  }))
  for (let at = 0; at < crowd.length; at += 1000) {
    expect((await putBatch(owner, report_id, { sessions: crowd.slice(at, at + 1000) })).status).toBe(204)
  }
  expect((await commit(owner, report_id, crowd)).status).toBe(200)
  expect((await scanned(owner)).aggregate).toMatchObject({ session_count: 6_500 })
})
