import { beforeEach, expect, it } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { NO_RECORD } from '../../../src/sessions/session-record.ts'
import { spending } from '../../sessions/list/records.ts'
import { begin, commit, stage } from '../reporting.ts'
import { clientOf, newProfile, rowsOf, settle, stopTheClock } from './profiles.ts'

/** Of a row, on the platform. */
const ROW_MAX_BYTES = 2_000_000

beforeEach(stopTheClock)

/** Returns the length of the longest row of each table of a profile's object. */
async function longestRows(handle: string): Promise<Record<string, number>> {
  const tables = await rowsOf(
    handle,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
  )
  const longest: Record<string, number> = {}
  for (const table of tables.map(({ name }) => String(name))) {
    const columns = await rowsOf(handle, `SELECT name FROM pragma_table_xinfo('${table}')`)
    const length = columns.map(({ name }) => `ifnull(length(CAST("${name}" AS BLOB)), 0)`).join(' + ')
    const [row] = await rowsOf(handle, `SELECT max(${length}) AS bytes FROM "${table}"`)
    longest[table] = Number(row?.bytes ?? 0)
  }
  return longest
}

/** Six bytes a character, as JSON. */
const long = (at: number, length: number) => `${at}`.padEnd(length, '\u0001')

/** As much as a report may say of a session. */
function greedy(): ReportedSession {
  const names = Array.from({ length: 1000 }, (_, at) => long(at, 256))
  const record = {
    ...NO_RECORD,
    id: long(1, 1000),
    title: long(2, 1000),
    preview: 'p',
    usage: Array.from({ length: 256 }, (_, at) => spending(long(at, 1000), { task: long(at, 1000) })),
    tools: names.map((tool) => ({ tool, rows: 1, calls: 1 })),
    skills: names.map((skill) => ({ skill, view_count: 1, manage_count: 1, last_used_at: 1 })),
  }
  return {
    id: 'ab'.repeat(16),
    fingerprint: 'cd'.repeat(8),
    started_at: 1_700_000_000,
    model: null,
    title: long(3, 512),
    record,
    counts: { message_count: 1000 },
  }
}

it('no row is too long for the platform, however much a report says of a session', async () => {
  const handle = await newProfile()
  const sessions = [greedy()]
  const { report_id } = await begin(handle)
  await stage(handle, report_id, sessions)
  const waiting = await longestRows(handle)
  expect(waiting.reported_sessions).toBeGreaterThan(500_000)
  await commit(handle, report_id, sessions)
  await settle(handle)
  expect(await clientOf(handle).scans.status()).toMatchObject({ state: 'idle', failed_count: 0 })
  const stored = await longestRows(handle)
  expect(Object.keys(stored).length).toBeGreaterThan(15)
  for (const longest of [waiting, stored]) {
    expect(Object.entries(longest).filter(([, bytes]) => bytes > ROW_MAX_BYTES)).toEqual([])
  }
})
