import { describe, expect, it } from 'vitest'
import { type ReportedSession, ReportedSessionSchema } from '../../../src/contract/reports.ts'
import type { Checkpoint } from '../../../src/scan/checkpoint.ts'
import { scanHistory } from '../../../src/scan/scan-history.ts'
import { checkPlausible } from '../../../src/sync/reports/plausibility.ts'
import { reportedSession } from '../../../src/sync/reports/reported-sessions.ts'
import { golden, reading } from '../../snapshot/histories.ts'

const key = new Uint8Array(32).fill(7)
const told = (checkpoint: Checkpoint) => reportedSession(checkpoint, { key, titles: false, records: true })

async function scanned(name: string): Promise<Checkpoint[]> {
  const request = { checkpoints: new Map(), limit: 0, records: true, onProgress() {}, async nextTurn() {} }
  return (await reading(golden(name), (snapshot) => scanHistory(snapshot, request))).scanned
}

describe('the records of a history of today, reported', async () => {
  const checkpoints = await scanned('today/today')

  it('are of the form that a server takes, and possible', () => {
    for (const one of checkpoints.map(told)) {
      expect(ReportedSessionSchema.parse(one)).toEqual(one)
      expect(() => checkPlausible(one)).not.toThrow()
    }
  })

  it('say which sessions are of one chat, and not which chat that is', () => {
    const keys = checkpoints.map(told).flatMap(({ record }) => record?.session_key ?? [])
    expect(keys.length).toBeGreaterThan(new Set(keys).size)
    expect(new Set(keys).size).toBeGreaterThan(1)
    for (const one of keys) expect(one).toMatch(/^[0-9a-f]{16}$/)
  })

  it('are sent again when what was spent on a model has changed', () => {
    const spent = checkpoints.find(({ record }) => record?.usage.length)
    const record = spent?.record
    if (!spent || !record) throw new Error('No session has usage.')
    const usage = record.usage.map((row) => ({ ...row, output_tokens: row.output_tokens + 1 }))
    const changed = told({ ...spent, record: { ...record, usage } })
    expect(changed.id).toBe(told(spent).id)
    expect(changed.fingerprint).not.toBe(told(spent).fingerprint)
  })
})

it('a record of a reporter that knows nothing of marks is taken as one without', async () => {
  const [checkpoint] = await scanned('edges')
  if (!checkpoint) throw new Error('There is a session.')
  const { record, ...reported } = told(checkpoint)
  const { marks, session_key, reasoning_tokens, api_call_count, usage, ...before } = { ...record }
  const taken: ReportedSession = ReportedSessionSchema.parse({ ...reported, record: before })
  const unknown = { marks: null, session_key: null, reasoning_tokens: null, api_call_count: null, usage: [] }
  expect(taken.record).toEqual({ ...before, ...unknown })
})
