import { beforeEach, describe, expect, it } from 'vitest'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { EXPECTED } from '../histories.ts'
import {
  begin,
  commit,
  EDGES,
  expectGolden,
  expectNothingStaged,
  HISTORY,
  knownTo,
  NEXT,
  namedHistory,
  report,
  reportedProfile,
  sourcesOf,
  stage,
  stageDifference,
} from '../reporting.ts'
import {
  aggregateOf,
  askedToRescan,
  clientOf,
  idOf,
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
  WITHOUT_PLACES,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

describe('a history that was scanned here and is reported then', () => {
  it('has the figures of the report, its file is deleted, and what was earned stays', async () => {
    const handle = await scannedProfile('edges')
    const { put } = await report(handle, HISTORY)
    expect(put).toHaveLength(110)
    // The old figures stay till then.
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'scanned' })
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'self-reported', bytes: 0, scanned: false }])
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    expect(await storedChunks(handle)).toEqual([])
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 110, scanned: true, needs_upload: false }])
  })

  it('has the same figures when these are the same sessions under the names of the page', async () => {
    const handle = await scannedProfile('history')
    await report(handle, await namedHistory(handle))
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'self-reported', sessions: 110 }])
  })

  it('while it is scanned begins the scan again', async () => {
    const restore = withSettings({ SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await upload(handle, 'edges')
    await ring(handle)
    await ring(handle)
    expect((await report(handle, HISTORY)).receipt.scan).toBe('started')
    await settle(handle)
    restore()
    await expectGolden(handle, EXPECTED.history)
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'self-reported' })
    expect(await statusOf(handle)).toMatchObject({ state: 'idle', failed_count: 0 })
    expect(await storedChunks(handle)).toEqual([])
  })
})

describe('a history that was reported and is uploaded then', () => {
  it('has the figures of the upload, and is known of no more', async () => {
    const handle = await reportedProfile()
    await upload(handle, 'edges')
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'scanned', sessions: 110, scanned: false }])
    const { report_id, sessions } = await begin(handle)
    expect(sessions).toBe(0)
    expect(await knownTo(handle, report_id)).toEqual({})
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'scanned', sessions: 64, scanned: true }])
  })

  it('is still not the server’s own count where its badges are not', async () => {
    const handle = await reportedProfile()
    await upload(handle, 'edges')
    await settle(handle)
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'mixed' })
    await upload(handle, 'history')
    await settle(handle)
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'scanned' })
    // Borne out once is borne out.
    await upload(handle, 'edges')
    await settle(handle)
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'scanned' })
  })

  it('while its report is applied follows in a scan of its own', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await report(handle, HISTORY)
    await ring(handle)
    expect((await upload(handle, 'edges')).scan).toBe('queued')
    await settle(handle)
    restore()
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    await expectNothingStaged(handle)
  })
})

it('of both kinds counts a model once', async () => {
  const handle = await scannedProfile('history')
  await report(handle, HISTORY, 'laptop')
  await settle(handle)
  const { distinct_model_count, distinct_provider_count } = EXPECTED.history.aggregate
  expect(await aggregateOf(handle)).toMatchObject({ distinct_model_count, distinct_provider_count })
  expect(await payloadOf(handle)).toMatchObject({ provenance: 'mixed' })
  expect((await aggregateOf(handle))?.session_count).toBe(220)
})

describe('when the engine has another version', () => {
  const earlier = STATS_VERSION - 1

  async function ofEarlierEngine(): Promise<string> {
    const handle = await reportedProfile()
    await rowsOf(handle, 'UPDATE sources SET engine_version = ?', earlier)
    await rowsOf(
      handle,
      `UPDATE documents SET value = json_set(value, '$.engine_version', ?) WHERE name IN ('scan', 'view')`,
      earlier,
    )
    return handle
  }

  it('keeps what was reported in the figures, and says that it is to be reported again', async () => {
    const handle = await ofEarlierEngine()
    await payloadOf(handle)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    expect(await sourcesOf(handle)).toMatchObject([{ needs_upload: true, sessions: 110 }])
  })

  it('asks for every session again; the earlier figures stay until then', async () => {
    const handle = await ofEarlierEngine()
    const { report_id, sessions } = await begin(handle)
    expect(sessions).toBe(0)
    await stage(handle, report_id, HISTORY)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    expect(await commit(handle, report_id, HISTORY)).toMatchObject({ unchanged: false })
    await settle(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ needs_upload: false, sessions: 110, scanned: true }])
    await expectGolden(handle, EXPECTED.history)
    expect((await payloadOf(handle)).scan_meta).toMatchObject({ sessions_rescanned: 110 })
  })

  it('takes nothing more of a report that an earlier one began', async () => {
    const handle = await newProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, HISTORY)
    await rowsOf(handle, 'UPDATE reports SET engine_version = ?', earlier)
    await expect(stage(handle, report_id, EDGES)).rejects.toMatchObject({ code: 'engine_mismatch' })
    await expect(commit(handle, report_id, HISTORY)).rejects.toMatchObject({ code: 'engine_mismatch' })
    const next = await begin(handle)
    expect(next).toMatchObject({ sessions: 0 })
    expect(next.report_id).not.toBe(report_id)
  })
})

describe('a reported history', () => {
  it('that is called otherwise amid a report goes on under its new name', async () => {
    const handle = await reportedProfile()
    const stray = await begin(handle, 'laptop')
    await stage(handle, stray.report_id, EDGES)
    const { report_id } = await begin(handle)
    await clientOf(handle).sources.change('default', { name: 'laptop' })
    await stageDifference(handle, report_id, NEXT)
    expect(await commit(handle, report_id, NEXT)).toMatchObject({ source: 'laptop', sessions: 112 })
    await settle(handle)
    await expectGolden(handle, EXPECTED.historyNext)
    expect((await sourcesOf(handle)).map(({ name }) => name)).toEqual(['laptop'])
    await expect(stage(handle, stray.report_id, EDGES)).rejects.toMatchObject({ code: 'report_not_found' })
  })

  it('that is called otherwise while it is applied is applied to its end', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await report(handle, HISTORY)
    await ring(handle)
    await clientOf(handle).sources.change('default', { name: 'laptop' })
    await settle(handle)
    restore()
    await expectGolden(handle, EXPECTED.history)
  })

  it('that is removed takes its figures along, and a report that was open', async () => {
    const handle = await scannedProfile('edges')
    await report(handle, HISTORY, 'laptop')
    await settle(handle)
    const { report_id } = await begin(handle, 'laptop')
    await stage(handle, report_id, NEXT)
    await clientOf(handle).sources.remove('laptop')
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    await expectNothingStaged(handle)
    await expect(commit(handle, report_id, NEXT)).rejects.toMatchObject({ code: 'report_not_found' })
  })

  it('that is removed while it is applied leaves nothing', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await report(handle, HISTORY)
    await ring(handle)
    await clientOf(handle).sources.remove('default')
    await settle(handle)
    restore()
    expect(await aggregateOf(handle)).toMatchObject({ session_count: 0 })
    await expectNothingStaged(handle)
  })

  it('keeps its figures when all is scanned again, and loses them when the profile is reset', async () => {
    const handle = await reportedProfile()
    const { answer: rescanned } = await askedToRescan(handle, true)
    await settle(handle)
    expect(await rescanned).toMatchObject({ done: true, aggregate: EXPECTED.history.aggregate })
    await clientOf(handle).profile.reset()
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 0, scanned: false, needs_upload: false }])
    expect((await report(handle, HISTORY)).put).toHaveLength(110)
    await settle(handle)
    await expectGolden(handle, EXPECTED.history)
  })

  it('is counted by another time zone without being reported again', async () => {
    const handle = await reportedProfile(EDGES)
    await clientOf(handle).profile.change({ time_zone: 'Asia/Tokyo' })
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edgesTokyo.aggregate)
  })

  it('is refreshed by a tick like any other if its view is of another version', async () => {
    const handle = await reportedProfile()
    const { generated_at } = await payloadOf(handle)
    await rowsOf(
      handle,
      `UPDATE documents SET value = json_set(value, '$.catalog_version', 1) WHERE name = 'view'`,
    )
    pass(1)
    await clientOf(handle).scans.wake()
    await settle(handle)
    expect((await payloadOf(handle)).generated_at).toBeGreaterThan(generated_at ?? 0)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
  })

  it('is erased with its profile, and what comes after finds nothing', async () => {
    const handle = await reportedProfile()
    const { report_id } = await begin(handle)
    await stage(handle, report_id, NEXT)
    await clientOf(handle).profile.erase(idOf.get(handle) ?? '')
    await expect(stage(handle, report_id, NEXT)).rejects.toMatchObject({ code: 'profile_not_found' })
    await expect(commit(handle, report_id, NEXT)).rejects.toMatchObject({ code: 'profile_not_found' })
    await clientOf(handle).reports.abandon(report_id)
  })

  it('shows partial views while it is applied', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 40, PARTIAL_VIEW_EVERY_SESSIONS: 40 })
    const handle = await newProfile()
    await report(handle, HISTORY)
    await ring(handle)
    expect(await payloadOf(handle)).toMatchObject({
      provenance: 'self-reported',
      scan_meta: { mode: 'in_progress', sessions_scanned_so_far: 40, sessions_expected_total: 110 },
    })
    await settle(handle)
    restore()
    await expectGolden(handle, EXPECTED.history)
  })
})

it('a profile that scanned before there were reports has its tables brought up to date', async () => {
  const handle = await scannedProfile('edges')
  await rowsOf(handle, WITHOUT_PLACES)
  const later = await rowsOf(
    handle,
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT IN
       ('documents', 'sources', 'uploads', 'checkpoints', 'scan_queue', 'unlocks', 'table_version')`,
  )
  expect(later.map(({ name }) => name)).toEqual(expect.arrayContaining(['reports', 'reported_sessions']))
  for (const { name } of later) await rowsOf(handle, `DROP TABLE ${name}`)
  await rowsOf(handle, 'DROP INDEX scanned_checkpoints')
  await rowsOf(handle, 'DROP INDEX reported_checkpoints')
  for (const column of ['kind', 'unrecorded']) {
    await rowsOf(handle, `ALTER TABLE sources DROP COLUMN ${column}`)
  }
  await rowsOf(handle, 'DELETE FROM table_version WHERE version > 2')
  await rowsOf(handle, `UPDATE documents SET value = json_remove(value, '$.provenance') WHERE name = 'view'`)
  // What the object does when it comes into memory.
  await clientOf(handle).profile.create(await identity(handle))
  expect(await payloadOf(handle)).toMatchObject({ provenance: 'scanned' })
  expect(await sourcesOf(handle)).toMatchObject([{ kind: 'scanned', sessions: 64, scanned: true }])
  await report(handle, HISTORY, 'laptop')
  await settle(handle)
  expect(await payloadOf(handle)).toMatchObject({ provenance: 'mixed' })
  // The scan that followed has read once more what was scanned before records were kept.
  const [records] = await rowsOf(handle, 'SELECT count(*) AS n, min(history) AS source FROM session_records')
  expect(records).toEqual({ n: 64, source: 'default' })
})

async function identity(handle: string) {
  const profile = await clientOf(handle).profile.get()
  if (!profile) throw new Error('no profile')
  return profile
}
