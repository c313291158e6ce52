import { beforeEach, describe, expect, it } from 'vitest'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { EXPECTED, type GoldenName } from '../histories.ts'
import {
  aggregateOf,
  alarmOf,
  askedToRescan,
  clientOf,
  expectFigures,
  newProfile,
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

const sourcesOf = async (handle: string) => (await clientOf(handle).sources.list()).sources
const remove = (handle: string, name: string) => clientOf(handle).sources.remove(name)
const change = (
  handle: string,
  name: string,
  to: { name?: string; retention?: 'keep' | 'delete-after-scan' },
) => clientOf(handle).sources.change(name, to)

const DELETE = { retention: 'delete-after-scan' } as const

/** A profile whose only history is deleted once it is scanned. */
async function fleeting(name: GoldenName = 'edges'): Promise<string> {
  const handle = await newProfile()
  await clientOf(handle).sources.add('default', DELETE)
  await upload(handle, name)
  await settle(handle)
  return handle
}

describe('a history that is removed', () => {
  it('takes its figures and chunks along; the others stay, and so does what was earned', async () => {
    const handle = await scannedProfile('todayOlder')
    const before = new Set(await storedChunks(handle))
    await upload(handle, 'edges', 'laptop')
    await settle(handle)
    const { unlocked_count } = await payloadOf(handle)
    await remove(handle, 'laptop')
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.todayOlder.aggregate)
    expect((await payloadOf(handle)).unlocked_count).toBe(unlocked_count)
    expect(new Set(await storedChunks(handle))).toEqual(before)
    expect((await sourcesOf(handle)).map(({ name }) => name)).toEqual(['default'])
  })

  it('leaves a page of what was earned when it was the only one', async () => {
    const handle = await scannedProfile('edges')
    const { unlocked_count } = await payloadOf(handle)
    await remove(handle, 'default')
    await settle(handle)
    expect(await aggregateOf(handle)).toMatchObject({ session_count: 0, total_tool_calls: 0 })
    expect((await payloadOf(handle)).unlocked_count).toBe(unlocked_count)
    expect(await storedChunks(handle)).toEqual([])
  })

  it('while it is scanned leaves a scan that ends with the others', async () => {
    const restore = withSettings({ SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await upload(handle, 'edges', 'laptop')
    await upload(handle, 'todayOlder')
    for (let rings = 0; rings < 3; rings++) await ring(handle)
    expect((await statusOf(handle)).state).toBe('running')
    const { answer: waiting } = await askedToRescan(handle)
    await remove(handle, 'laptop')
    await settle(handle)
    restore()
    expect(await waiting).toMatchObject({ done: true })
    await expectFigures(handle, EXPECTED.todayOlder)
    expect(await statusOf(handle)).toMatchObject({ state: 'idle', failed_count: 0 })
  })

  it('amid an upload to it takes nothing of that in', async () => {
    const handle = await scannedProfile('todayOlder')
    const terms = await clientOf(handle).uploads.begin((await identity(handle)).id, 'default')
    await remove(handle, 'default')
    const rows = await rowsOf(handle, 'SELECT id FROM uploads WHERE id = ?', terms.id)
    expect(rows).toEqual([])
  })
})

async function identity(handle: string) {
  const profile = await clientOf(handle).profile.get()
  if (!profile) throw new Error('no profile')
  return profile
}

describe('a history that is called otherwise', () => {
  it('keeps its figures, and the next version of it reads what changed alone', async () => {
    const handle = await scannedProfile('history')
    await change(handle, 'default', { name: 'laptop' })
    expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
    await upload(handle, 'historyNext', 'laptop')
    await settle(handle)
    await expectFigures(handle, EXPECTED.historyNext)
    expect((await payloadOf(handle)).scan_meta.sessions_reused).toBeGreaterThan(50)
  })

  it('while it is scanned is scanned to its end under its new name', async () => {
    const restore = withSettings({ SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    await upload(handle, 'edges')
    for (let rings = 0; rings < 3; rings++) await ring(handle)
    await change(handle, 'default', { name: 'laptop' })
    await settle(handle)
    restore()
    await expectFigures(handle, EXPECTED.edges)
    expect(await sourcesOf(handle)).toMatchObject([{ name: 'laptop', sessions: 64, scanned: true }])
  })
})

describe('a history that is not to be kept', () => {
  it('is deleted when it is scanned, and not before', async () => {
    const handle = await newProfile()
    await clientOf(handle).sources.add('default', DELETE)
    await upload(handle, 'edges')
    expect(await storedChunks(handle)).not.toEqual([])
    await settle(handle)
    expect(await storedChunks(handle)).toEqual([])
    await expectFigures(handle, EXPECTED.edges)
    expect(await sourcesOf(handle)).toMatchObject([{ bytes: 0, sessions: 64, scanned: true }])
  })

  it('is deleted at once when that is said after its scan', async () => {
    const handle = await scannedProfile('edges')
    await change(handle, 'default', DELETE)
    await settle(handle)
    expect(await storedChunks(handle)).toEqual([])
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })

  it.each([false, true])('keeps its figures whatever is scanned later (full: %s)', async (full) => {
    const handle = await fleeting()
    await upload(handle, 'todayOlder', 'other')
    await settle(handle)
    const both = await aggregateOf(handle)
    const { answer } = await askedToRescan(handle, full)
    await settle(handle)
    await answer
    expect(await aggregateOf(handle)).toEqual(both)
    await remove(handle, 'other')
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })

  it('is nothing new when it comes again, and its next version reads what changed alone', async () => {
    const handle = await fleeting('history')
    expect(await upload(handle, 'history')).toMatchObject({ unchanged: true, scan: 'none' })
    await settle(handle)
    expect(await storedChunks(handle)).toEqual([])
    await upload(handle, 'historyNext')
    await settle(handle)
    await expectFigures(handle, EXPECTED.historyNext)
    expect((await payloadOf(handle)).scan_meta.sessions_reused).toBeGreaterThan(50)
    expect(await storedChunks(handle)).toEqual([])
  })

  it('keeps the figures of an earlier engine, says so, and is counted again when it comes again', async () => {
    const handle = await fleeting()
    const earlier = STATS_VERSION - 1
    await rowsOf(handle, 'UPDATE sources SET engine_version = ?', earlier)
    await rowsOf(
      handle,
      `UPDATE documents SET value = json_set(value, '$.engine_version', ?) WHERE name IN ('scan', 'view')`,
      earlier,
    )
    await payloadOf(handle)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    expect(await sourcesOf(handle)).toMatchObject([{ needs_upload: true, sessions: 64 }])
    expect(await upload(handle, 'edges')).toMatchObject({ unchanged: false, scan: 'started' })
    await settle(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ needs_upload: false, bytes: 0, scanned: true }])
    await expectFigures(handle, EXPECTED.edges)
  })

  it('stays while its scan fails', async () => {
    const restore = withSettings({ PROFILE_SESSIONS_MAX: 50 })
    const handle = await newProfile()
    await clientOf(handle).sources.add('default', DELETE)
    await upload(handle, 'edges')
    await settle(handle)
    restore()
    expect(await statusOf(handle)).toMatchObject({ state: 'failed' })
    expect(await storedChunks(handle)).not.toEqual([])
  })

  it('is forgotten with its figures when the profile is reset', async () => {
    const handle = await fleeting()
    await clientOf(handle).profile.reset()
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 0, scanned: false, needs_upload: false }])
    expect(await upload(handle, 'edges')).toMatchObject({ unchanged: false })
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
  })
})

describe('an upload that was abandoned', () => {
  it('is collected after its time, though others were collected before', async () => {
    const handle = await scannedProfile('todayOlder')
    await rowsOf(
      handle,
      `INSERT INTO uploads (id, source, expires_at) VALUES ('x', 'default', ?)`,
      Date.now() / 1000 + 5000,
    )
    await upload(handle, 'edges')
    await settle(handle)
    expect(((await alarmOf(handle)) ?? 0) / 1000).toBe(Date.now() / 1000 + 5000)
  })
})

describe('quotas', () => {
  it('end a scan whose histories hold more sessions together than a profile may', async () => {
    const restore = withSettings({ PROFILE_SESSIONS_MAX: 120 })
    const handle = await scannedProfile('edges')
    await upload(handle, 'todayOlder', 'other')
    await settle(handle)
    restore()
    expect(await statusOf(handle)).toMatchObject({ state: 'failed' })
    expect((await payloadOf(handle)).error).toBe('The histories of this profile hold more than 120 sessions.')
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })

  it('refuse an upload for which there is no room beside the others', async () => {
    const restore = withSettings({ PROFILE_MAX_BYTES: 2_000_000 })
    const handle = await scannedProfile('edges')
    await expect(upload(handle, 'history', 'other')).rejects.toMatchObject({ code: 'snapshot_too_large' })
    // In the place of it there is, once what was stored of the other one is gone.
    await settle(handle)
    await expect(upload(handle, 'edges')).resolves.toMatchObject({ unchanged: true })
    restore()
  })
})
