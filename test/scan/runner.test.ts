import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { IncrementalAggregate } from '../../src/scan/incremental-aggregate.ts'
import { message, session } from './histories.ts'
import { Scanning } from './scanning.ts'

beforeEach(() => {
  vi.restoreAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

const failing = (id: string, times = 1, over = {}) =>
  session(id, { messages: Array.from({ length: times }, () => message('Error: no such file')), ...over })

const ERRORS = 'total_errors'

describe('a scan', () => {
  it('reads every session of a first snapshot once, in the order of the listing', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 2 })
    scanning.upload(['e', 'd', 'c', 'b', 'a'].map((id) => failing(id)))
    await scanning.scan()
    expect(scanning.read).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(scanning.store.view()).toMatchObject({ aggregate: { [ERRORS]: 5, session_count: 5 } })
    expect(scanning.store.view()?.scan_meta.mode).toBe('full')
  })

  it('never reads the messages of a session that did not change', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('same'), failing('renamed'), failing('gone'), failing('grown')])
    await scanning.scan()
    scanning.upload([
      failing('new'),
      failing('same'),
      failing('renamed', 1, { title: 'other' }),
      failing('grown', 3, { last_active: 2000 }),
    ])
    await scanning.scan()
    expect(scanning.read).toEqual(['new', 'renamed', 'grown'])
    expect(scanning.store.view()).toMatchObject({
      aggregate: { [ERRORS]: 6, session_count: 4 },
      scan_meta: { mode: 'incremental', sessions_total: 4, sessions_rescanned: 3, sessions_reused: 1 },
    })
  })

  it.each([
    ['last_active', { last_active: 1 }],
    ['started_at', { started_at: 1 }],
    ['model', { model: 'm' }],
    ['title', { title: 'another' }],
  ])('reads a session again whose %s changed', async (_what, change) => {
    const scanning = new Scanning()
    scanning.upload([session('a'), session('b')])
    await scanning.scan()
    scanning.upload([session('a', change), session('b')])
    await scanning.scan()
    expect(scanning.read).toEqual(['a'])
  })

  it('opens no snapshot to refresh what was scanned, and opens all when somebody asks for it', async () => {
    const scanning = new Scanning()
    scanning.upload([session('a')])
    await scanning.scan()
    await scanning.scan()
    expect(scanning.opened).toEqual([])
    expect(scanning.store.view()?.scan_meta).toMatchObject({ sessions_total: 1, sessions_reused: 1 })
    await scanning.scan({ forced: true })
    expect(scanning.opened).toHaveLength(1)
    expect(scanning.read).toEqual([])
    await scanning.scan({ full: true })
    expect(scanning.read).toEqual(['a'])
  })

  it('counts a session once that several sources have, and by the other copy when one goes', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a', 1), failing('b')], 'laptop')
    scanning.upload([failing('a', 2)], 'work')
    await scanning.scan()
    expect(scanning.store.view()).toMatchObject({
      aggregate: { [ERRORS]: 3, session_count: 2 },
      scan_meta: { sessions_total: 2 },
    })
    scanning.upload([], 'work')
    await scanning.scan()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 2, session_count: 2 })
  })

  it('ends on the snapshots it began with, and the one that is queued follows in the same commit', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1 })
    const first = scanning.upload([failing('a'), failing('b')])
    scanning.start()
    await scanning.slice()
    const second = scanning.upload([failing('c', 5)])
    scanning.store.saveScanState({ ...scanning.state, queued: true })
    let outcome = await scanning.slice()
    while (outcome === 'more') outcome = await scanning.slice()
    expect(outcome).toBe('finished')
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 2 })
    expect(scanning.state).toMatchObject({ queued: false, run_count: 2, running: { forced: false } })
    await scanning.settle()
    expect(new Set(scanning.opened)).toEqual(new Set([first, second]))
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 5 })
  })

  it('does not take a snapshot for scanned whose successor was scanned in part', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1 })
    const first = scanning.upload([failing('a'), failing('b')])
    await scanning.scan()
    scanning.upload([failing('x', 7), failing('y', 7)])
    scanning.start()
    await scanning.slice()
    await scanning.slice()
    scanning.failure = new Error()
    await scanning.slice()
    scanning.failure = null
    scanning.store.upload('default', first)
    await scanning.scan()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 2, session_count: 2 })
  })
})

describe('a slice', () => {
  it('ends when it has read as much text as it may, whatever the text is in', async () => {
    const big = 'x'.repeat(600)
    for (const content of [big, new TextEncoder().encode(big), [big], new Map([['text', big]])]) {
      const scanning = new Scanning({ SLICE_TEXT_BYTES: 1000, SLICE_SESSIONS: 100 })
      const messages = [message(content)]
      scanning.upload(['a', 'b', 'c', 'd', 'e'].map((id) => session(id, { messages })))
      scanning.start()
      await scanning.slice()
      const counts: number[] = []
      while (scanning.state.running) {
        await scanning.slice()
        counts.push(scanning.store.checkpointCount())
      }
      expect(counts).toEqual([2, 4, 5])
    }
  })

  it('carries a session over that is larger than it, swept or read by the index', async () => {
    const scanning = new Scanning({ SLICE_TEXT_BYTES: 100 })
    scanning.upload([failing('a', 50), failing('b', 50)])
    await scanning.scan()
    expect(scanning.read).toEqual(['a', 'b'])
    expect(scanning.store.view()).toMatchObject({ aggregate: { [ERRORS]: 100 } })
    scanning.upload([failing('a', 60, { last_active: 2000 }), failing('b', 50)])
    scanning.start()
    expect((await scanning.settle()).length).toBeGreaterThan(10)
    expect(scanning.read).toEqual(['a'])
    expect(scanning.store.view()).toMatchObject({
      aggregate: { [ERRORS]: 110 },
      scan_meta: { sessions_rescanned: 1, sessions_reused: 1 },
    })
  })

  it('begins a session again whose part was lost with the object, and counts nothing twice', async () => {
    const scanning = new Scanning({ SLICE_TEXT_BYTES: 100 })
    scanning.upload([failing('a', 50), failing('b', 50)])
    scanning.start()
    for (let slice = 0; slice < 9; slice++) await scanning.slice()
    scanning.evict()
    await scanning.settle()
    expect(scanning.read.filter((id) => id === 'a').length).toBeGreaterThan(1)
    expect(scanning.store.view()).toMatchObject({ aggregate: { [ERRORS]: 100, session_count: 2 } })
  })

  it.each([
    ['bytes', { SLICE_FETCH_BYTES: 10 }],
    ['requests', { SLICE_FETCH_REQUESTS: 10 }],
  ])('ends when it has fetched as much as it may in %s, though nothing was wanted', async (_, settings) => {
    const scanning = new Scanning(settings)
    scanning.upload(['a', 'b', 'c'].map((id) => failing(id, 2)))
    const fetched = { bytes: 0, requests: 0 }
    Object.assign(scanning.ports, {
      fetched() {
        fetched.bytes += 4
        fetched.requests += 4
        return { ...fetched }
      },
    })
    scanning.start()
    expect((await scanning.settle()).length).toBeGreaterThan(3)
    expect(scanning.store.view()).toMatchObject({ aggregate: { [ERRORS]: 6 } })
  })

  it('ends amid a listing that fetches more than it may, and the next goes on with it', async () => {
    const scanning = new Scanning({ SLICE_FETCH_REQUESTS: 10 })
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`)
    scanning.upload(ids.map((id) => failing(id)))
    await scanning.scan()
    let requests = 0
    Object.assign(scanning.ports, {
      fetched() {
        requests += 4
        return { bytes: 0, requests }
      },
    })
    scanning.upload([...ids.map((id) => failing(id)), failing('new')])
    await scanning.scan()
    expect(scanning.read).toEqual(['new'])
    expect(scanning.opened.length).toBeGreaterThan(5)
    expect(scanning.store.view()).toMatchObject({
      aggregate: { [ERRORS]: 21 },
      scan_meta: { sessions_reused: 20 },
    })
  })

  it('has nothing to do when no scan runs', async () => {
    expect(await new Scanning().slice()).toBe('idle')
  })

  it('commits nothing for a scan that was abandoned while it read', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a')])
    scanning.start()
    const slice = scanning.slice()
    scanning.store.saveScanState({ ...scanning.state, running: null })
    expect(await slice).toBe('idle')
    expect(scanning.store.contents.queue).toEqual([])
  })

  it('commits nothing into another scan that runs by now', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a')])
    scanning.start()
    const slice = scanning.slice()
    scanning.upload([failing('b')])
    scanning.start()
    expect(await slice).toBe('idle')
    expect(scanning.store.contents.queue).toEqual([])
    expect(scanning.state.running?.to_list).toEqual(['default'])
  })

  it('neither fails nor ends the scan that runs by now when one that was abandoned goes wrong', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a')])
    scanning.start()
    scanning.failure = new Error()
    const slice = scanning.slice()
    scanning.failure = null
    scanning.store.saveScanState({ ...scanning.state, running: null })
    scanning.start()
    const { running } = scanning.state
    expect(await slice).toBe('idle')
    expect(scanning.state).toMatchObject({ running, failure: null, failed_count: 0 })
  })
})

describe('a failure', () => {
  it('leaves what was committed, and the next try reads only the rest', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1 })
    scanning.upload([failing('a'), failing('b'), failing('c')])
    scanning.start()
    await scanning.slice()
    await scanning.slice()
    scanning.failure = new Error()
    expect(await scanning.slice()).toBe('failed')
    expect(scanning.state).toMatchObject({ running: null, failed_count: 1 })
    scanning.failure = null
    await scanning.scan()
    expect(scanning.read).toEqual(['b', 'c'])
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 3 })
    expect(scanning.state.failure).toBeNull()
  })

  it('says what a LaurelError says, and nothing of any other error', async () => {
    const scanning = new Scanning()
    scanning.upload([session('a')])
    scanning.failure = new LaurelError('snapshot_corrupt', 'It is damaged.', { hint: 'Mend it.' })
    await scanning.scan()
    expect(scanning.state.failure).toMatchObject({
      code: 'snapshot_corrupt',
      message: 'It is damaged.',
      hint: 'Mend it.',
    })
    scanning.failure = new Error('text of a message')
    await scanning.scan()
    expect(scanning.state.failure).toMatchObject({ code: 'scan_failed', message: 'The scan failed.' })
    expect(JSON.stringify(vi.mocked(console.warn).mock.calls)).not.toContain('text of a message')
  })

  it('of a partial view does not end the scan, but what is unreadable in it restarts the scan', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1, PARTIAL_VIEW_EVERY_SESSIONS: 1 })
    scanning.upload([failing('a'), failing('b'), failing('c')])
    const settled = vi.spyOn(IncrementalAggregate.prototype, 'settled').mockImplementationOnce(() => {
      throw new Error('no partial view')
    })
    await scanning.scan()
    expect(settled).toHaveBeenCalledTimes(3)
    expect(scanning.state).toMatchObject({ failed_count: 0, run_count: 1 })
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 3 })
  })

  it('brings the last finished view back where a partial one hides it', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1, PARTIAL_VIEW_EVERY_SESSIONS: 1 })
    scanning.upload([failing('a')])
    await scanning.scan()
    const finished = scanning.store.view()
    scanning.upload([failing('b'), failing('c'), failing('d')])
    scanning.start()
    await scanning.slice()
    await scanning.slice()
    const partial = scanning.store.view()
    expect(partial).toMatchObject({ partial: true, revision: 2 })
    scanning.failure = new Error()
    await scanning.slice()
    expect(scanning.store.view()).toEqual(finished)
    scanning.failure = null
    await scanning.scan()
    expect(scanning.store.view()?.revision).toBeGreaterThan(partial?.revision ?? 0)
  })
})

it('rebuilds the aggregate in another time zone, without reading', async () => {
  const scanning = new Scanning()
  // Friday 20:00 in UTC, Saturday 05:00 in Tokyo.
  scanning.upload([session('a', { started_at: Date.UTC(2026, 0, 2, 20) / 1000 })])
  await scanning.scan()
  expect(scanning.store.view()?.aggregate).toMatchObject({ weekend_sessions: 0, night_sessions: 0 })
  scanning.timeZone = 'Asia/Tokyo'
  await scanning.scan()
  expect(scanning.read).toEqual([])
  expect(scanning.store.view()).toMatchObject({
    time_zone: 'Asia/Tokyo',
    aggregate: { weekend_sessions: 1, night_sessions: 1 },
  })
})

it('keeps the durations of the latest scans', async () => {
  const scanning = new Scanning({ DURATION_HISTORY_ITEMS: 2 })
  scanning.upload([session('a')])
  for (const seconds of [1, 2, 3]) {
    scanning.start()
    scanning.now += seconds
    await scanning.settle()
  }
  expect(scanning.state).toMatchObject({ durations_ms: [2000, 3000], last_duration_ms: 3000, run_count: 3 })
})
