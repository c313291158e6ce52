import { beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeStats } from '../../src/scan/checkpoint.ts'
import { isToRead } from '../../src/scan/reported-source.ts'
import { session as stats } from '../engine/sessions.ts'
import { message, session } from './histories.ts'
import type { ReportedChange } from './memory-store.ts'
import { Scanning } from './scanning.ts'

beforeEach(() => {
  vi.restoreAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

const ERRORS = 'total_errors'

const failing = (id: string, times = 1) =>
  session(id, { messages: Array.from({ length: times }, () => message('Error: no such file')) })

/** A session reported with this many errors. */
const reported = (session_id: string, errors: number, fingerprint = `${errors}`): ReportedChange => ({
  session_id,
  checkpoint: {
    fingerprint,
    record: null,
    stats: encodeStats(stats({ session_id, message_count: errors, error_count: errors })),
  },
})
const gone = (session_id: string): ReportedChange => ({ session_id, checkpoint: null })

const many = (count: number) => Array.from({ length: count }, (_, index) => reported(`r${index}`, 1))

describe('a committed report', () => {
  it('is applied slice by slice, without opening anything, and is scanned then', async () => {
    const scanning = new Scanning({ REPORTED_SLICE_SESSIONS: 2 })
    scanning.store.report('default', 'one', many(5))
    scanning.start()
    const counts: number[] = []
    while (scanning.state.running) {
      await scanning.slice()
      counts.push(scanning.store.checkpointCount())
    }
    expect(counts).toEqual([2, 4, 5])
    expect(scanning.opened).toEqual([])
    expect(scanning.store.view()).toMatchObject({
      provenance: 'self-reported',
      aggregate: { [ERRORS]: 5, session_count: 5 },
      scan_meta: { mode: 'full', sessions_total: 5, sessions_rescanned: 5, sessions_reused: 0 },
    })
    expect(scanning.store.sources()).toMatchObject([{ scanned: 'one', pending: false }])
  })

  it('changes, adds and takes away what differs, and reuses the rest', async () => {
    const scanning = new Scanning()
    scanning.store.report('default', 'one', many(5))
    await scanning.scan()
    scanning.store.report('default', 'two', [
      reported('r0', 7),
      reported('new', 10),
      gone('r1'),
      gone('never'),
    ])
    await scanning.scan()
    expect(scanning.store.view()).toMatchObject({
      aggregate: { [ERRORS]: 3 + 7 + 10, session_count: 5 },
      scan_meta: { mode: 'incremental', sessions_total: 5, sessions_rescanned: 2, sessions_reused: 3 },
    })
  })

  it('knows how much there is to come from the start', async () => {
    const scanning = new Scanning({ REPORTED_SLICE_SESSIONS: 2, PARTIAL_VIEW_EVERY_SESSIONS: 2 })
    scanning.upload([failing('a')], 'laptop')
    await scanning.scan()
    scanning.store.report('default', 'one', many(5))
    scanning.start()
    expect(scanning.state.running).toMatchObject({ sessions_total: 6, sessions_reused: 1 })
    await scanning.slice()
    expect(scanning.store.view()).toMatchObject({
      partial: true,
      provenance: 'mixed',
      scan_meta: { sessions_scanned_so_far: 3, sessions_expected_total: 6 },
    })
  })

  it('comes to the same when its scan is cut off, and never counts a change twice', async () => {
    const scanning = new Scanning({ REPORTED_SLICE_SESSIONS: 2 })
    scanning.store.report('default', 'one', many(5))
    scanning.start()
    await scanning.slice()
    scanning.start()
    expect(scanning.state.running).toMatchObject({ sessions_total: 5, sessions_reused: 2 })
    await scanning.settle()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 5, session_count: 5 })
  })

  it('that comes while a scan reads another source is applied by the next one, whatever its version', async () => {
    const scanning = new Scanning({ SLICE_SESSIONS: 1 })
    scanning.store.report('default', 'same', [reported('r', 1)])
    scanning.upload([failing('a'), failing('b')], 'laptop')
    scanning.start()
    await scanning.slice()
    scanning.store.report('default', 'same', [reported('r', 5)])
    scanning.store.saveScanState({ ...scanning.state, queued: true })
    let outcome = await scanning.slice()
    while (outcome === 'more') outcome = await scanning.slice()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 3 })
    await scanning.settle()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 7 })
  })

  it('keeps its figures when all is scanned again', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a')], 'laptop')
    scanning.store.report('default', 'one', many(3))
    await scanning.scan()
    await scanning.scan({ forced: true, full: true })
    expect(scanning.read).toEqual(['a'])
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 4, session_count: 4 })
  })

  it('leaves a session out that it cannot read, and what was known of it', async () => {
    const scanning = new Scanning()
    scanning.store.report('default', 'one', many(2))
    await scanning.scan()
    scanning.store.report('default', 'two', [
      { session_id: 'r0', checkpoint: { fingerprint: 'f', stats: 'nothing that was written', record: null } },
    ])
    await scanning.scan()
    expect(scanning.state.failure).toBeNull()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 1, session_count: 1 })
  })

  it('whose history is gone again leaves nothing', async () => {
    const scanning = new Scanning()
    scanning.store.report('default', 'none', [])
    await scanning.scan()
    expect(scanning.store.view()).toMatchObject({ provenance: 'none', aggregate: { session_count: 0 } })
    expect(scanning.store.sources()).toMatchObject([{ scanned: 'none' }])
  })
})

describe('a source', () => {
  it('that was reported and is uploaded then has the sessions of the upload alone', async () => {
    const scanning = new Scanning()
    scanning.store.report('default', 'one', many(5))
    await scanning.scan()
    scanning.store.report('default', 'two', [reported('late', 1)])
    scanning.upload([failing('a', 2)])
    await scanning.scan()
    expect(scanning.store.view()).toMatchObject({
      provenance: 'scanned',
      aggregate: { [ERRORS]: 2, session_count: 1 },
    })
    expect(scanning.store.contents.reported).toEqual([])
  })

  it('that is uploaded while its report is applied ends on the report, and the upload follows', async () => {
    const scanning = new Scanning({ REPORTED_SLICE_SESSIONS: 2 })
    scanning.store.report('default', 'one', many(5))
    scanning.start()
    await scanning.slice()
    scanning.upload([failing('a', 9)])
    scanning.store.saveScanState({ ...scanning.state, queued: true })
    let outcome = await scanning.slice()
    while (outcome === 'more') outcome = await scanning.slice()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 5 })
    await scanning.settle()
    expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 9, session_count: 1 })
  })

  it('that was scanned here and is reported then has the sessions of the report alone', async () => {
    const scanning = new Scanning()
    scanning.upload([failing('a', 2)])
    await scanning.scan()
    scanning.store.report('default', 'one', [...many(3), gone('a')])
    await scanning.scan()
    expect(scanning.store.view()).toMatchObject({
      provenance: 'self-reported',
      aggregate: { [ERRORS]: 3, session_count: 3 },
    })
  })
})

it('a running scan is to read what it has to apply, to list, to sweep or to take from its queue', async () => {
  const scanning = new Scanning({ SLICE_SESSIONS: 1 })
  const toRead = () => {
    const { running } = scanning.state
    return ['a', 'b', 'c'].filter((name) => running && isToRead(scanning.store, running, name)).join('')
  }
  scanning.upload([failing('x'), failing('y')], 'b')
  await scanning.scan()
  scanning.store.report('a', 'one', many(1))
  const changed = ['x', 'y'].map((id) => ({ ...failing(id, 2), last_active: 2000 }))
  scanning.upload(changed, 'b')
  scanning.upload([failing('z')], 'c')
  scanning.start()
  const seen: string[] = []
  while (scanning.state.running) {
    seen.push(toRead())
    await scanning.slice()
  }
  expect(seen).toEqual(['abc', 'bc', 'bc', 'bc', 'bc', 'b', 'b'])
})

it('a scan that an earlier version of the server began goes on', async () => {
  const scanning = new Scanning()
  scanning.upload([failing('a')])
  scanning.start()
  const { running, ...state } = scanning.state
  if (running) {
    const { to_apply: _, ...earlier } = running
    scanning.store.saveScanState({ ...state, running: earlier })
  }
  await scanning.settle()
  expect(scanning.store.view()?.aggregate).toMatchObject({ [ERRORS]: 1 })
})
