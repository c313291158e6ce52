import { beforeEach, describe, expect, it } from 'vitest'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { EXPECTED } from '../histories.ts'
import {
  askedToRescan,
  clientOf,
  expectFigures,
  newProfile,
  pass,
  payloadOf,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

const atOnce = (id: string, requests = 200) =>
  Promise.all(Array.from({ length: requests }, () => payloadOf(id)))

/** A profile that has a history and neither view nor scan. */
async function unscannedProfile(): Promise<string> {
  const id = await scannedProfile('edges')
  await clientOf(id).profile.reset()
  return id
}

describe('200 requests at once', () => {
  it('start one scan where there is no view, and are answered with the whole catalog, pending', async () => {
    const id = await unscannedProfile()
    const before = await statusOf(id)
    const answers = await atOnce(id)
    for (const answer of answers) {
      expect(answer).toMatchObject({ is_stale: true, error: null, unlocked_count: 0, generated_at: null })
      expect(answer.scan_meta.mode).toBe('pending')
      expect(answer.achievements).toHaveLength(CATALOG.length)
    }
    await settle(id)
    const after = await statusOf(id)
    expect(after.run_count - before.run_count).toBe(1)
    expect(after.joined_count - before.joined_count).toBe(199)
    await expectFigures(id, EXPECTED.edges)
  })

  it('start one scan where the view is stale, and are answered with it', async () => {
    const id = await scannedProfile('edges')
    pass(121)
    const answers = await atOnce(id)
    for (const answer of answers) {
      expect(answer).toMatchObject({ is_stale: true, unlocked_count: EXPECTED.edges.unlocked_count })
    }
    await settle(id)
    expect(await statusOf(id)).toMatchObject({
      run_count: 2,
      joined_count: 199,
      stale_served_count: 200,
      snapshot_stale: false,
    })
  })

  it('start nothing where the view is fresh', async () => {
    const id = await scannedProfile('edges')
    pass(119)
    const answers = await atOnce(id)
    for (const answer of answers) expect(answer.is_stale).toBe(false)
    expect(await statusOf(id)).toMatchObject({ run_count: 1, joined_count: 0, stale_served_count: 0 })
  })
})

it('starts nothing while there is no history', async () => {
  const id = await newProfile()
  expect((await payloadOf(id)).scan_meta.mode).toBe('pending')
  await clientOf(id).scans.refresh()
  expect(await statusOf(id)).toMatchObject({ run_count: 0, state: 'idle' })
})

describe('a forced rescan', () => {
  it('waits, and answers the new view', async () => {
    const id = await scannedProfile('edges')
    pass(10)
    const { answer } = await askedToRescan(id, true)
    await settle(id)
    const result = await answer
    expect(result).toMatchObject({ done: true, aggregate: EXPECTED.edges.aggregate })
    expect(result).toMatchObject({
      payload: { is_stale: false, scan_meta: { mode: 'full', sessions_rescanned: 64, sessions_reused: 0 } },
    })
  })

  it('joins a scan that runs', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    const { answer } = await askedToRescan(id)
    await settle(id)
    expect((await answer).done).toBe(true)
    expect(await statusOf(id)).toMatchObject({ run_count: 1, joined_count: 1 })
  })

  it('starts over where the scan that runs reuses checkpoints, and is joined by others like it', async () => {
    const id = await scannedProfile('edges')
    const answers = [
      await askedToRescan(id),
      await askedToRescan(id, true),
      await askedToRescan(id, true),
      await askedToRescan(id),
    ]
    await settle(id)
    for (const { answer } of answers)
      expect(await answer).toMatchObject({ done: true, payload: { scan_meta: { mode: 'full' } } })
    expect(await statusOf(id)).toMatchObject({ run_count: 3, joined_count: 2 })
  })

  it('answers the view of its own scan also when another one follows at once', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    const { answer } = await askedToRescan(id)
    await upload(id, 'historyNext')
    for (let status = await statusOf(id); status.run_count === 1; status = await statusOf(id)) await ring(id)
    expect(await answer).toMatchObject({ done: true, aggregate: EXPECTED.edges.aggregate })
    await settle(id)
  })

  it('waits for an upload that is queued behind the scan that runs', async () => {
    const id = await newProfile()
    await upload(id, 'edges')
    await upload(id, 'historyNext')
    const { answer } = await askedToRescan(id)
    await settle(id)
    expect(await answer).toMatchObject({ done: true, aggregate: EXPECTED.historyNext.aggregate })
  })

  it('answers the scan status when the scan outlasts the request', async () => {
    const restore = withSettings({ RESCAN_WAIT_SECONDS: 0.01 })
    const id = await scannedProfile('edges')
    const result = await clientOf(id).scans.rescan(false)
    restore()
    expect(result).toMatchObject({ done: false, status: { state: 'running' } })
    await settle(id)
    await expectFigures(id, EXPECTED.edges)
  })

  it('answers without waiting when there is no history', async () => {
    const id = await newProfile()
    expect(await clientOf(id).scans.rescan(false)).toMatchObject({ done: true, aggregate: null })
  })
})

it('is not disturbed by a reset while it waits', async () => {
  const id = await newProfile()
  await upload(id, 'edges')
  const { answer } = await askedToRescan(id)
  await clientOf(id).profile.reset()
  expect(await answer).toMatchObject({ done: true, payload: { scan_meta: { mode: 'pending' } } })
  expect(await rowsOf(id, 'SELECT 1 FROM checkpoints')).toEqual([])
})
