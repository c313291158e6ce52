import { beforeEach, describe, expect, it } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { newReportKey } from '../../../src/sync/reports/reported-sessions.ts'
import { EXPECTED } from '../histories.ts'
import { expectNothingStaged, namedHistory, report, sourcesOf } from '../reporting.ts'
import {
  aggregateOf,
  clientOf,
  newProfile,
  payloadOf,
  ring,
  settle,
  stopTheClock,
  storedChunks,
  upload,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

const [A, B] = ['a1'.repeat(8), 'b2'.repeat(8)]
const [KEY_A, KEY_B] = [newReportKey(), newReportKey()]

/** Reports to the same source, from one machine or the other, and applies it. */
async function push(handle: string, sessions: ReportedSession[], machine: string) {
  const reported = await report(handle, sessions, 'default', machine)
  await settle(handle)
  return reported
}

/** The history as machine A and machine B report it: each with its own key. */
async function bothOf(handle: string) {
  return {
    ofA: await namedHistory(handle, { key: KEY_A }),
    ofB: await namedHistory(handle, { key: KEY_B }),
  }
}

/** A profile to whose one source two machines report: A the first 70 sessions, B the last 60. */
async function twoMachines() {
  const handle = await newProfile()
  const { ofA, ofB } = await bothOf(handle)
  const [halfA, halfB] = [ofA.slice(0, 70), ofB.slice(50)]
  await push(handle, halfA, A)
  await push(handle, halfB, B)
  return { handle, halfA, halfB, ofA, ofB }
}

const countOf = async (handle: string) => (await aggregateOf(handle))?.session_count

async function expectWhole(handle: string, name = 'default'): Promise<void> {
  expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
  expect(await payloadOf(handle)).toMatchObject({ unlocked_count: 22, scan_meta: { sessions_total: 110 } })
  expect(await sourcesOf(handle)).toMatchObject([
    { name, kind: 'self-reported', sessions: 110, scanned: true, elsewhere: { sessions: 0, sources: [] } },
  ])
}

describe('two machines that report to one source', () => {
  it('count together, as one source, each session once', async () => {
    const { handle } = await twoMachines()
    await expectWhole(handle)
  })

  it('change nothing when they report the same again', async () => {
    const { handle, halfA, halfB } = await twoMachines()
    for (const [sessions, machine] of [
      [halfA, A],
      [halfB, B],
    ] as const) {
      const { put, removed, receipt } = await push(handle, sessions, machine)
      expect({ put, removed, unchanged: receipt.unchanged }).toEqual({
        put: [],
        removed: [],
        unchanged: true,
      })
    }
    await expectWhole(handle)
  })

  it('remove only what they reported, and what the other has stays', async () => {
    const { handle, halfA } = await twoMachines()
    // The first ten are A’s alone; B has the last ten of A’s, too.
    const { removed } = await push(handle, halfA.slice(10, 60), A)
    expect(removed).toHaveLength(20)
    expect(await countOf(handle)).toBe(100)
    expect(await sourcesOf(handle)).toMatchObject([{ sessions: 100 }])
    await push(handle, halfA, A)
    await expectWhole(handle)
  })

  it('may have the same history: neither sends again what it sent', async () => {
    const handle = await newProfile()
    const { ofA, ofB } = await bothOf(handle)
    for (const [sessions, machine] of [
      [ofA, A],
      [ofB, B],
    ] as const) {
      expect((await push(handle, sessions, machine)).put).toHaveLength(110)
    }
    expect((await push(handle, ofA, A)).receipt.unchanged).toBe(true)
    expect((await push(handle, ofB, B)).receipt.unchanged).toBe(true)
    await expectWhole(handle)
  })

  it('are renamed and removed with their source', async () => {
    const { handle, halfA } = await twoMachines()
    const { sources } = clientOf(handle)
    await sources.change('default', { name: 'work' })
    await settle(handle)
    await expectWhole(handle, 'work')
    const { receipt } = await report(handle, halfA, 'work', A)
    expect(receipt).toMatchObject({ source: 'work', unchanged: true })
    await sources.remove('work')
    await settle(handle)
    expect(await sourcesOf(handle)).toEqual([])
    expect(await countOf(handle)).toBe(0)
    await expectNothingStaged(handle)
  })

  it('are applied whole when the other reports in between', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    const { ofA, ofB } = await bothOf(handle)
    await report(handle, ofA.slice(0, 70), 'default', A)
    await ring(handle)
    await report(handle, ofB.slice(50), 'default', B)
    await settle(handle)
    restore()
    await expectWhole(handle)
  })

  it('count as one of the sources that a profile may have', async () => {
    const restore = withSettings({ SOURCES_MAX: 1 })
    const { handle, halfA } = await twoMachines()
    const { sources } = clientOf(handle)
    await expect(sources.add('another', {})).rejects.toMatchObject({ code: 'too_many_sources' })
    await expect(report(handle, halfA, 'another', A)).rejects.toMatchObject({ code: 'too_many_sources' })
    restore()
    await expectWhole(handle)
  })
})

describe('a source that has as many machines as it may', () => {
  it('takes over what one that kept nothing had reported, and refuses a stranger', async () => {
    const restore = withSettings({ SOURCE_MACHINES_MAX: 2 })
    const { handle } = await twoMachines()
    const others = await namedHistory(handle, { key: newReportKey() })
    const stranger = report(handle, others.slice(0, 60), 'default', 'c3'.repeat(8))
    await expect(stranger).rejects.toMatchObject({ code: 'too_many_sources' })
    await expectWhole(handle)
    await push(handle, others, 'd4'.repeat(8))
    restore()
    await expectWhole(handle)
  })
})

describe('a source that was reported without a machine’s id', () => {
  it('is gone on with by the machine that it came from, and nothing is lost to another', async () => {
    const handle = await newProfile()
    const { ofA, ofB } = await bothOf(handle)
    await push(handle, ofA.slice(0, 70), '')
    await push(handle, ofB.slice(50), B)
    await expectWhole(handle)
    // The same machine, with an id now: what it has no longer goes.
    await push(handle, ofA.slice(10, 70), A)
    expect(await countOf(handle)).toBe(100)
    expect((await push(handle, ofA.slice(10, 70), A)).receipt.unchanged).toBe(true)
    await push(handle, ofA.slice(0, 70), A)
    await expectWhole(handle)
  })

  it('goes on with clients that send none', async () => {
    const { handle, ofA } = await twoMachines()
    await push(handle, ofA.slice(20, 40), '')
    expect((await push(handle, ofA.slice(20, 40), '')).receipt.unchanged).toBe(true)
    await expectWhole(handle)
    await push(handle, ofA.slice(20, 30), '')
    await expectWhole(handle)
  })

  it('is taken over while a scan runs', async () => {
    const restore = withSettings({ REPORTED_SLICE_SESSIONS: 20 })
    const handle = await newProfile()
    const { ofA } = await bothOf(handle)
    await report(handle, ofA.slice(0, 70))
    await ring(handle)
    const { receipt } = await report(handle, ofA, 'default', A)
    expect(receipt.scan).toBe('started')
    await settle(handle)
    restore()
    await expectWhole(handle)
  })
})

describe('a source that was uploaded', () => {
  it('is taken over by a report that has all of its sessions, and its file is deleted', async () => {
    const handle = await newProfile()
    await upload(handle, 'history')
    await settle(handle)
    await push(handle, (await bothOf(handle)).ofA, A)
    await expectWhole(handle)
    expect(await storedChunks(handle)).toEqual([])
  })

  it('takes the place of what was reported before, if it has all of that', async () => {
    const { handle, halfA } = await twoMachines()
    await upload(handle, 'history')
    await settle(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'scanned', sessions: 110, scanned: true }])
    expect(await payloadOf(handle)).toMatchObject({ provenance: 'scanned', unlocked_count: 22 })
    // From now on it stays beside what is reported.
    await push(handle, halfA, A)
    await upload(handle, 'historyNext')
    await settle(handle)
    expect((await push(handle, halfA, A)).receipt.unchanged).toBe(true)
    expect(await sourcesOf(handle)).toMatchObject([{ kind: 'self-reported' }])
  })

  it('stays beside a report that has others', async () => {
    const handle = await newProfile()
    await upload(handle, 'edges')
    await settle(handle)
    await push(handle, (await bothOf(handle)).ofA, A)
    expect(await countOf(handle)).toBe(174)
    expect(await sourcesOf(handle)).toMatchObject([{ name: 'default', kind: 'self-reported', sessions: 174 }])
    expect(await storedChunks(handle)).not.toEqual([])
  })
})
