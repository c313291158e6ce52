import { runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { RecordTable } from '../../../src/storage/record-table.ts'
import { record } from '../../sessions/list/records.ts'
import { begin, commit, stage } from '../reporting.ts'
import {
  clientOf,
  newProfile,
  nowSeconds,
  objectOf,
  rowsOf,
  settle,
  stopTheClock,
  withSettings,
} from './profiles.ts'

const MiB = 1024 * 1024

let restore = () => {}
beforeEach(() => {
  stopTheClock()
  restore = withSettings({ REPORTED_RECORDS_MAX_BYTES: 100_000 })
})
afterEach(() => restore())

/** Sessions whose records take about 1 KB each. */
function sessionsOf(first: number, count: number, more: Partial<SessionRecord> = {}): ReportedSession[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${first + index}`.padStart(32, '0')
    const shown = record(id, { title: 'Ω'.repeat(120), ...more })
    return {
      ...{ id, fingerprint: id.slice(-16), started_at: 1_700_000_040, model: null, counts: {} },
      record: shown,
    }
  })
}

const FULL = { code: 'profile_full', hint: expect.stringContaining('--sessions') }

async function reported(handle: string, source: string, sessions: ReportedSession[]): Promise<void> {
  const { report_id } = await begin(handle, source)
  await stage(handle, report_id, sessions)
  await commit(handle, report_id, sessions)
  await settle(handle)
}

const storedBytes = async (handle: string) => {
  const [row] = await rowsOf(
    handle,
    `SELECT (SELECT ifnull(sum(octet_length(facts) + octet_length(uses)), 0) FROM session_records) +
       (SELECT ifnull(sum(octet_length(facts) + octet_length(uses)), 0) FROM reported_sessions) AS bytes`,
  )
  return Number(row?.bytes)
}

it('records of reported sessions are bounded in bytes, over all reports and histories of a profile', async () => {
  const handle = await newProfile()
  await reported(handle, 'one', sessionsOf(0, 40))
  const { report_id } = await begin(handle, 'two')
  let [first, refused] = [1000, false]
  for (let round = 0; round < 20 && !refused; round++, first += 20)
    refused = await stage(handle, report_id, sessionsOf(first, 20)).then(
      () => false,
      (error) => {
        expect(error).toMatchObject(FULL)
        return true
      },
    )
  expect(refused).toBe(true)
  const stored = await storedBytes(handle)
  expect(stored).toBeGreaterThan(50_000)
  expect(stored).toBeLessThanOrEqual(100_000)
})

it('records that are put again, or removed, count once', async () => {
  const handle = await newProfile()
  const { report_id } = await begin(handle, 'one')
  const sessions = sessionsOf(0, 50)
  for (let round = 0; round < 5; round++) await stage(handle, report_id, sessions)
  await commit(handle, report_id, sessions)
  await settle(handle)
  await reported(handle, 'one', sessionsOf(0, 50, { title: 'another' }))
  await reported(handle, 'two', sessionsOf(1000, 20))
  expect(await storedBytes(handle)).toBeLessThanOrEqual(100_000)
})

it('insights over names that no two sessions share are an answer below 1 MiB', async () => {
  restore()
  const handle = await newProfile()
  const sessions = Array.from({ length: 300 }, (_, index) => {
    const name = (at: number) => `${index} ${at} `.padEnd(200, 'Ω')
    const names = Array.from({ length: index < 60 ? 200 : 0 }, (_, at) => name(at))
    const started_at = nowSeconds() - 60
    const tools = names.map((tool) => ({ tool, rows: 1, calls: 0 }))
    return sessionsOf(index, 1, { source: name(0), model: name(1), started_at, tools })
  }).flat()
  await reported(handle, 'one', sessions)
  expect(await storedBytes(handle)).toBeGreaterThan(4 * MiB)
  const { report, platforms, ...rest } = await clientOf(handle).insights.report({ days: 30, source: null })
  expect(report.overview.total_sessions).toBe(300)
  expect([report.tools.length, platforms.length]).toEqual([200, 200])
  expect(JSON.stringify({ report, platforms, rest }).length * 2).toBeLessThan(MiB)
  const most = { length: 150, count: 10 }
  const kept = await runInDurableObject(objectOf(handle), (_object, { storage }) => [
    new RecordTable(storage.sql).platforms({ ...most, length: 200 }),
    new RecordTable(storage.sql).platforms(most),
  ])
  expect(kept.map(({ length }) => length)).toEqual([10, 0])
})

it('sessions without a record need no room', async () => {
  const handle = await newProfile()
  const bare = sessionsOf(0, 500).map(({ record: _, ...session }) => session)
  await reported(handle, 'one', bare)
  expect(await storedBytes(handle)).toBe(0)
})
