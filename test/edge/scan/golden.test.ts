import { abortAllDurableObjects, env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LaurelError } from '../../../src/errors.ts'
import { SessionListing } from '../../../src/snapshot/session-listing.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { EXPECTED, type GoldenName } from '../histories.ts'
import {
  aggregateOf,
  clientOf,
  expectFigures,
  keyOf,
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

const CASES: { name: GoldenName; expected: keyof typeof EXPECTED }[] = [
  { name: 'edges', expected: 'edges' },
  { name: 'edges', expected: 'edgesTokyo' },
  { name: 'edges', expected: 'edgesNewYork' },
  { name: 'fuzz', expected: 'fuzz' },
  { name: 'history', expected: 'history' },
  { name: 'today', expected: 'today' },
  { name: 'todayEdges', expected: 'todayEdges' },
  { name: 'todayOlder', expected: 'todayOlder' },
]

describe.each(CASES)('a profile of the golden history $name, $expected', ({ name, expected }) => {
  it('has the expected figures, to the digit', async () => {
    const figures = EXPECTED[expected]
    const id = await scannedProfile(name, figures.timezone)
    await expectFigures(id, figures)
    expect((await payloadOf(id)).scan_meta).toMatchObject({
      mode: 'full',
      sessions_total: figures.sessions.length,
      sessions_rescanned: figures.sessions.length,
      sessions_reused: 0,
    })
    const rows = await rowsOf(id, 'SELECT session_id FROM checkpoints ORDER BY session_id')
    expect(rows.map((row) => row.session_id)).toEqual(figures.sessions.map((s) => s.session_id).sort())
  })
})

/** The figures of the next snapshot, and only what changed was read again. */
async function expectRefreshed(id: string): Promise<void> {
  await expectFigures(id, EXPECTED.historyNext)
  expect((await payloadOf(id)).scan_meta).toMatchObject({
    mode: 'incremental',
    sessions_total: 112,
    sessions_rescanned: 6,
    sessions_reused: 106,
  })
}

/** Uploads the next version of a history that was scanned, with a fault in between, and returns the rows that were listed. */
async function rowsListed(id: string, fault: () => Promise<unknown> = async () => {}): Promise<number> {
  const listed = vi.spyOn(SessionListing.prototype, 'next')
  await upload(id, 'historyNext')
  await fault()
  await settle(id)
  await expectRefreshed(id)
  return listed.mock.calls.length
}

describe('the next snapshot of a history', () => {
  it('is compared with the one before, page by page: nothing is listed', async () => {
    const id = await scannedProfile('history')
    expect(await rowsListed(id)).toBe(0)
  })

  it('is fetched page by page once it is compared, and in larger parts if it is listed', async () => {
    const get = vi.spyOn(ChunkStore.prototype, 'get')
    const pagesFetched = async (fault?: (id: string) => Promise<unknown>) => {
      const id = await scannedProfile('history')
      get.mockClear()
      await rowsListed(id, () => fault?.(id) ?? Promise.resolve())
      return get.mock.calls.filter(([, , range]) => range?.length === 4096).length
    }
    expect(await pagesFetched()).toBeGreaterThan(10)
    // Before it is known that there is nothing to compare with, a page may be looked at.
    expect(await pagesFetched((id) => rowsOf(id, 'DELETE FROM chunk_notes'))).toBeLessThanOrEqual(1)
  })

  it('finds the chunks of the one before, and leaves none of them', async () => {
    const id = await scannedProfile('history')
    const before = new Set(await storedChunks(id))
    const kept = async () => {
      const stored = new Set(await storedChunks(id))
      expect([...before].every((key) => stored.has(key))).toBe(true)
    }
    await rowsListed(id, kept)
    const [{ needed = 0 } = {}] = await rowsOf(
      id,
      'SELECT count(DISTINCT sha256) AS needed FROM manifest_chunks',
    )
    expect(await storedChunks(id)).toHaveLength(Number(needed))
    const noted = await rowsOf(id, 'SELECT sha256 FROM chunk_notes')
    expect(noted).toHaveLength(Number(needed))
  })

  it('is compared whenever its object is evicted', async () => {
    const id = await scannedProfile('history')
    const restore = withSettings({ SLICE_SESSIONS: 1 })
    const evicted = async () => {
      for (let status = await statusOf(id); status.state === 'running'; status = await statusOf(id)) {
        await abortAllDurableObjects()
        await ring(id)
      }
    }
    expect(await rowsListed(id, evicted).finally(restore)).toBe(0)
  })

  it.each([
    [
      'chunks of the one before are gone',
      async (id: string) => {
        const sql = `SELECT DISTINCT sha256 AS hash FROM manifest_chunks WHERE manifest = (SELECT base_manifest FROM sources)
        AND sha256 NOT IN (SELECT sha256 FROM manifest_chunks WHERE manifest = (SELECT manifest FROM sources))`
        for (const { hash } of await rowsOf(id, sql))
          await env.SNAPSHOTS.delete(`profiles/${keyOf(id).id}/chunks/${hash}`)
      },
    ],
    ['no pages are noted', (id: string) => rowsOf(id, 'DELETE FROM chunk_notes')],
    [
      'the snapshot before is not known',
      (id: string) => rowsOf(id, 'UPDATE sources SET base_manifest = NULL'),
    ],
  ])('is listed, with the same figures, if %s', async (_, fault) => {
    const id = await scannedProfile('history')
    expect(await rowsListed(id, () => fault(id))).toBeGreaterThan(112)
  })

  it('is listed now and then without a reason', async () => {
    const restore = withSettings({ SCANS_PER_LISTING: 2 })
    const id = await scannedProfile('history')
    expect(await rowsListed(id).finally(restore)).toBeGreaterThan(112)
  })

  it('is listed after a scan that was cut short', async () => {
    const id = await scannedProfile('history')
    await upload(id, 'edges')
    vi.spyOn(ChunkStore.prototype, 'get').mockRejectedValue(new LaurelError('storage_unavailable', 'Gone.'))
    await settle(id)
    vi.restoreAllMocks()
    stopTheClock()
    await rowsListed(id)
  })
})

describe('when the next snapshot of a history comes', () => {
  it('reads the sessions that changed again and reuses the others, with the figures of a scan from scratch', async () => {
    const id = await scannedProfile('history')
    await upload(id, 'historyNext')
    await settle(id)
    await expectRefreshed(id)
  })

  it('sees undone, compacted and deleted messages, even where no time moved', async () => {
    const id = await scannedProfile('today')
    await upload(id, 'todayNext')
    await settle(id)
    await expectFigures(id, EXPECTED.todayNext)
    const { scan_meta } = await payloadOf(id)
    expect(scan_meta).toMatchObject({
      mode: 'incremental',
      sessions_total: EXPECTED.todayNext.sessions.length,
    })
    expect(scan_meta.sessions_reused).toBeGreaterThan(EXPECTED.todayNext.sessions.length / 2)
  })

  it('takes sessions that are gone out of the figures', async () => {
    const id = await scannedProfile('historyNext')
    await upload(id, 'history')
    await settle(id)
    expect(await aggregateOf(id)).toEqual(EXPECTED.history.aggregate)
  })
})

it('adds the sources of a profile up', async () => {
  const id = await scannedProfile('todayOlder')
  await upload(id, 'edges', 'laptop')
  await settle(id)
  const aggregate = await aggregateOf(id)
  const total = EXPECTED.todayOlder.sessions.length + EXPECTED.edges.sessions.length
  expect(aggregate?.session_count).toBe(total)
  expect(aggregate?.total_tool_calls).toBe(
    EXPECTED.todayOlder.aggregate.total_tool_calls + EXPECTED.edges.aggregate.total_tool_calls,
  )
})

it('counts weekends and nights by a changed time zone without opening the history', async () => {
  const id = await scannedProfile('edges', 'UTC')
  const opened = vi.spyOn(ChunkStore.prototype, 'get')
  await clientOf(id).profile.change({ time_zone: 'Asia/Tokyo' })
  expect((await payloadOf(id)).is_stale).toBe(true)
  await settle(id)
  await expectFigures(id, EXPECTED.edgesTokyo)
  expect(opened).not.toHaveBeenCalled()
})

it('ends a running scan in the time zone that it is given meanwhile, without starting another', async () => {
  const id = await newProfile('UTC')
  await upload(id, 'edges')
  await clientOf(id).profile.change({ time_zone: 'America/New_York' })
  await settle(id)
  await expectFigures(id, EXPECTED.edgesNewYork)
  expect((await payloadOf(id)).scan_meta.status?.run_count).toBe(1)
})

it('opens nothing to refresh the same snapshot', async () => {
  const id = await scannedProfile('edges')
  const opened = vi.spyOn(ChunkStore.prototype, 'get')
  await clientOf(id).scans.refresh()
  await settle(id)
  expect(opened).not.toHaveBeenCalled()
  expect((await payloadOf(id)).scan_meta).toMatchObject({ sessions_rescanned: 0, sessions_reused: 64 })
  await expectFigures(id, EXPECTED.edges)
})
