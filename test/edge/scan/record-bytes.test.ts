import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { record } from '../../sessions/list/records.ts'
import { begin, commit, stage } from '../reporting.ts'
import { newProfile, rowsOf, settle, stopTheClock, withSettings } from './profiles.ts'

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

it('sessions without a record need no room', async () => {
  const handle = await newProfile()
  const bare = sessionsOf(0, 500).map(({ record: _, ...session }) => session)
  await reported(handle, 'one', bare)
  expect(await storedBytes(handle)).toBe(0)
})
