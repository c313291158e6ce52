import { abortAllDurableObjects, env } from 'cloudflare:test'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { tick } from '../../../functions/scheduled.ts'
import { SETTINGS } from '../../../src/settings.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { EXPECTED, GOLDEN, golden } from '../histories.ts'
import { DB, Origin, pullOf, setPull } from './origins.ts'
import {
  aggregateOf,
  alarmOf,
  clientOf,
  dropAlarm,
  expectFigures,
  newProfile,
  nowSeconds,
  pass,
  ring,
  settle,
  statusOf,
  stopTheClock,
  withSettings,
} from './profiles.ts'

const CHUNK = 65_536
const HOUR = 3600

beforeAll(() => withSettings({ CHUNK_BYTES: CHUNK, PULL_SLICE_BYTES: 8 * CHUNK }))
beforeEach(stopTheClock)

/** A server of a golden history. */
async function serving(name: 'history' | 'edges' = 'edges', etag: string | null = '"one"') {
  const origin = new Origin()
  const bytes = await golden(name)
  origin.files.set(DB, { bytes, etag })
  return { origin, bytes }
}

/** A profile that has pulled the history of a server. */
async function pulledProfile(name: 'history' | 'edges' = 'edges') {
  const { origin, bytes } = await serving(name)
  const handle = await newProfile()
  await setPull(handle)
  await settle(handle)
  origin.taken()
  origin.sent = 0
  return { handle, origin, bytes }
}

/** Lets the time of the next look come. */
async function nextLook(handle: string) {
  const { next_at = 0 } = (await pullOf(handle)) ?? {}
  pass(Math.max(0, next_at - nowSeconds()))
  await settle(handle)
}

describe('a pull', () => {
  it('fetches a history in parts, and what is counted equals the golden figures', async () => {
    const { origin, bytes } = await serving()
    const handle = await newProfile()
    await setPull(handle)
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
    const parts = origin.asked.filter(
      ({ url, headers }) => url === DB && headers.get('Range') !== 'bytes=0-0',
    )
    expect(parts).toHaveLength(Math.ceil(bytes.length / (8 * CHUNK)))
    expect(parts.slice(1).every(({ headers }) => headers.get('If-Range') === '"one"')).toBe(true)
    expect(origin.sent).toBeLessThan(bytes.length + 2)
    expect(await pullOf(handle)).toEqual({
      source: 'default',
      host: 'nas.dev',
      has_header: false,
      interval_seconds: HOUR,
      created_at: expect.any(Number),
      next_at: nowSeconds() + HOUR,
      failures: 0,
      fetched: null,
      last_check: { at: nowSeconds(), outcome: 'stored', status: null, error: null },
    })
  })

  it('looks again after its interval: an unchanged history costs one request and no scan', async () => {
    const { handle, origin } = await pulledProfile()
    const { run_count } = await statusOf(handle)
    pass(HOUR - 10)
    await settle(handle)
    expect(origin.taken()).toEqual([])
    pass(10)
    await settle(handle)
    const asked = origin.taken()
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.get('If-None-Match')).toBe('"one"')
    expect(origin.sent).toBe(0)
    expect(await statusOf(handle)).toMatchObject({ run_count })
    expect(await pullOf(handle)).toMatchObject({
      next_at: nowSeconds() + HOUR,
      last_check: { outcome: 'unchanged' },
    })
  })

  it('knows an unchanged history by its tag too, where a server takes no conditions', async () => {
    const { handle, origin } = await pulledProfile()
    origin.conditions = false
    await nextLook(handle)
    expect(origin.taken()).toHaveLength(1)
    expect(await pullOf(handle)).toMatchObject({ last_check: { outcome: 'unchanged' } })
  })

  it('stores of a changed history only what differs, and scans it', async () => {
    const { handle, origin } = await pulledProfile('history')
    const next = await golden('historyNext')
    origin.files.set(DB, { bytes: next, etag: '"two"' })
    const stored = vi.spyOn(ChunkStore.prototype, 'put')
    await nextLook(handle)
    expect(stored.mock.calls.length).toBeLessThan(Math.ceil(next.length / CHUNK))
    expect(stored.mock.calls.length).toBeGreaterThan(0)
    await expectFigures(handle, EXPECTED.historyNext)
  })

  it('resumes where it was cut off, after a pause', async () => {
    const { origin, bytes } = await serving()
    origin.cutAfter = 3.5 * CHUNK
    const handle = await newProfile()
    await setPull(handle)
    await settle(handle)
    expect(origin.taken()).toHaveLength(1)
    expect(await pullOf(handle)).toMatchObject({
      fetched: { bytes: 3 * CHUNK, total: bytes.length },
      next_at: nowSeconds() + 60,
      failures: 0,
    })
    origin.cutAfter = Number.POSITIVE_INFINITY
    pass(60)
    await settle(handle)
    const [second] = origin.taken()
    expect(second?.headers.get('Range')).toBe(`bytes=${3 * CHUNK}-${11 * CHUNK - 1}`)
    await expectFigures(handle, EXPECTED.edges)
  })

  it('begins again if the history has changed while it was fetched', async () => {
    const { origin } = await serving()
    origin.onRequest = ({ headers }) => {
      if (!headers.get('Range')?.startsWith(`bytes=${8 * CHUNK}-`)) return
      origin.onRequest = null
      return golden('historyNext').then((bytes) => origin.files.set(DB, { bytes, etag: '"two"' }))
    }
    const handle = await newProfile()
    await setPull(handle)
    await settle(handle)
    await expectFigures(handle, EXPECTED.historyNext)
  })

  it('gives up for now if it changes each time', async () => {
    const { origin, bytes } = await serving()
    let version = 0
    origin.onRequest = () => origin.files.set(DB, { bytes, etag: `"${version++}"` })
    const handle = await newProfile()
    await setPull(handle)
    await settle(handle)
    expect(await pullOf(handle)).toMatchObject({
      fetched: null,
      failures: 1,
      next_at: nowSeconds() + HOUR,
      last_check: { outcome: 'failed', error: { code: 'pull_failed', hint: expect.any(String) } },
    })
  })

  it('reads a history in one go where a server takes no ranges, and from its start after a cut', async () => {
    const { origin } = await serving('edges', null)
    origin.ranges = false
    origin.cutAfter = 3.5 * CHUNK
    const handle = await newProfile()
    const stored = vi.spyOn(ChunkStore.prototype, 'put')
    await setPull(handle)
    await settle(handle)
    expect(stored).toHaveBeenCalledTimes(3)
    expect(await pullOf(handle)).toMatchObject({ failures: 1, last_check: { outcome: 'failed' } })
    origin.cutAfter = Number.POSITIVE_INFINITY
    await nextLook(handle)
    await expectFigures(handle, EXPECTED.edges)
    const hashes = stored.mock.calls.map(([sha256]) => sha256)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it.each(['https://nas.dev/state.db.gz', DB])('reads a gzip file at %s', async (url) => {
    const origin = new Origin()
    origin.files.set(url, { bytes: new Uint8Array(GOLDEN.edges), etag: '"gz"' })
    const handle = await newProfile()
    await setPull(handle, { url })
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
    origin.taken()
    await nextLook(handle)
    expect(origin.taken()).toHaveLength(1)
  })

  it('goes on where it was when its object is evicted between any two slices', async () => {
    const { origin, bytes } = await serving()
    const handle = await newProfile()
    await setPull(handle)
    for (let pull = await pullOf(handle); pull?.last_check === null; pull = await pullOf(handle)) {
      await ring(handle)
      await abortAllDurableObjects()
    }
    await settle(handle)
    expect(origin.sent).toBeLessThan(bytes.length + 2)
    await expectFigures(handle, EXPECTED.edges)
  })

  it('is woken by a tick if its alarm was dropped, once even if two ticks come together', async () => {
    const { handle, origin } = await pulledProfile()
    // A tick leaves the object the time to do it by itself, and the object tells the registry after it has answered.
    const wait = HOUR + SETTINGS.SCAN_LEASE_SECONDS.value
    const due = nowSeconds() + wait
    const told = env.REGISTRY.prepare('SELECT due_at FROM profiles WHERE handle = ?').bind(handle)
    await expect.poll(() => told.first('due_at')).toBe(due)
    pass(wait)
    await dropAlarm(handle)
    await Promise.all([tick(env, nowSeconds()), tick(env, nowSeconds())])
    await settle(handle)
    expect(origin.taken()).toHaveLength(1)
    expect(await pullOf(handle)).toMatchObject({ last_check: { outcome: 'unchanged' } })
  })

  it('comes at once if its owner asks for it', async () => {
    const { handle, origin } = await pulledProfile()
    await clientOf(handle).pulls.now('default')
    await settle(handle)
    expect(origin.taken()).toHaveLength(1)
  })

  it('ends with its source, and with its removal: what was fetched stays', async () => {
    const { handle, origin } = await pulledProfile()
    await clientOf(handle).pulls.remove('default')
    pass(2 * HOUR)
    await settle(handle)
    expect(origin.taken()).toEqual([])
    expect((await aggregateOf(handle))?.session_count).toBeGreaterThan(0)
    await setPull(handle)
    await clientOf(handle).sources.remove('default')
    await settle(handle)
    expect(origin.taken()).toEqual([])
    expect(await pullOf(handle)).toBeUndefined()
    expect(await alarmOf(handle)).toBeNull()
  })

  it('stores nothing more once its source is removed in between', async () => {
    const { origin } = await serving()
    const handle = await newProfile()
    await setPull(handle)
    origin.onRequest = () => clientOf(handle).sources.remove('default')
    await settle(handle)
    expect(await clientOf(handle).sources.list()).toMatchObject({ sources: [], bytes: 0 })
    expect(await pullOf(handle)).toBeUndefined()
  })

  it('follows its source to a new name', async () => {
    const { handle, origin } = await pulledProfile()
    await clientOf(handle).sources.change('default', { name: 'nas' })
    await nextLook(handle)
    expect(origin.taken()).toHaveLength(1)
    expect(await pullOf(handle)).toMatchObject({ source: 'nas', last_check: { outcome: 'unchanged' } })
  })

  it('fetches an unchanged history again if the server has lost it', async () => {
    const { handle } = await pulledProfile()
    await clientOf(handle).sources.remove('default')
    await settle(handle)
    await setPull(handle)
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
  })
})
