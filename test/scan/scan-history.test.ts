import { describe, expect, it } from 'vitest'
import { nothingReadable } from '../../src/scan/left-out.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import type { ScannedSnapshot } from '../../src/scan/source-reading.ts'
import type { Progress } from '../../src/scan/turns.ts'
import { type Fill, golden, history, reading } from '../snapshot/histories.ts'
import { session, snapshotOf } from './histories.ts'

/** The progress of a scan, and its result. */
async function scanned(bytes: Uint8Array): Promise<{ told: Progress[]; scan: FinishedScan }> {
  const told: Progress[] = []
  const scan = await reading(bytes, (snapshot) =>
    scanHistory(snapshot, {
      checkpoints: new Map(),
      limit: 0,
      onProgress: (progress) => told.push({ ...progress }),
      nextTurn: async () => {},
    }),
  )
  return { told, scan }
}

/** Sessions of two messages each, whose rows say that they have `message_count`. */
const sessionsSaying =
  (message_count: number | null): Fill =>
  (run) => {
    for (const id of ['a', 'b', 'c']) {
      run(`INSERT INTO sessions (id, source, started_at, message_count) VALUES (?, 'cli', 1000, ?)`, [
        id,
        message_count,
      ])
      for (const time of [1001, 1002]) {
        run(`INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', 'x', ?)`, [
          id,
          time,
        ])
      }
    }
  }

describe('the sessions told while a history is scanned', () => {
  it.each([0, 1, 2, 3, null])('are as many as it has, where rows say %s messages of two', async (count) => {
    const { told, scan } = await scanned(await history(sessionsSaying(count)))
    expect(scan.meta.sessions_total).toBe(3)
    expect(told.at(-1)).toMatchObject({ done: 3, total: 3 })
    expect(Math.max(...told.map(({ done }) => done))).toBe(3)
  })

  it.each(['fuzz', 'edges', 'history'])('are as many as the golden history %s has', async (name) => {
    const { told, scan } = await scanned(golden(name))
    expect(told.at(-1)).toMatchObject({ done: scan.meta.sessions_total, total: scan.meta.sessions_total })
    expect(Math.max(...told.map(({ done }) => done))).toBe(scan.meta.sessions_total)
  })
})

it('a session whose times are in milliseconds, or are none, has a warning', async () => {
  const NOON = 1_750_000_000
  const bytes = await history((run) => {
    for (const [id, started, ended] of [
      ['milliseconds', NOON * 1000, (NOON + 60) * 1000],
      ['neither', 1e12, NOON],
      ['seconds', NOON, NOON + 60],
    ] as const) {
      run(`INSERT INTO sessions (id, source, started_at, ended_at) VALUES (?, 'cli', ?, ?)`, [
        id,
        started,
        ended,
      ])
    }
  })
  const { scan } = await scanned(bytes)
  expect(scan.scanned.map(({ stats, warnings }) => [stats.session_id, stats.started_at, warnings])).toEqual([
    ['milliseconds', NOON, ['time_in_milliseconds']],
    ['seconds', NOON, undefined],
    ['neither', null, ['time_unusable']],
  ])
})

it('a history that has changed, and so looks damaged, is not searched for what is readable', async () => {
  const changed = new Error('changed')
  const memory = snapshotOf([session('a')])
  const snapshot: ScannedSnapshot = {
    ...memory,
    sweep: () => ({ position: { session: '0', message: '0' }, run: () => Promise.reject(nothingReadable()) }),
    listSessions: () => Promise.reject(new Error('It is searched.')),
  }
  const request = {
    checkpoints: new Map(),
    limit: 0,
    onProgress() {},
    nextTurn: () => Promise.reject(changed),
  }
  await expect(scanHistory(snapshot, request)).rejects.toBe(changed)
})
