import { abortAllDurableObjects } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_LIST } from '../../../src/sessions/list/list-options.ts'
import { decodeRecord, encodeFacts } from '../../../src/sessions/stored-record.ts'
import { record, spending } from '../../sessions/list/records.ts'
import { EXPECTED } from '../histories.ts'
import { report, reportOf } from '../reporting.ts'
import {
  clientOf,
  newProfile,
  RECORDS_BY_PLACE,
  rowsOf,
  settle,
  stopTheClock,
  WITHOUT_NAMES,
} from './profiles.ts'

beforeEach(stopTheClock)

/** As they were stored before records had names; the last one before there were marks. */
const FULL = [
  '["s","cli",1.5,2.25,3,"cli_close",null,"m","A \\"title\\"",4,5,6,7,8,9,0.25,0.5,"archived","0123456789abcdef",7,2,[]]',
  '["p",1,3,2,[["__proto__",1,2]],[["deploy",1,0,null]]]',
] as const
const SPENT = [
  '["t","cli",9,null,9,null,"s",null,null,null,null,null,null,null,null,null,null,"",null,null,null,[["gpt-5","","",0,3,0,0,0,0,0,0.5]]]',
  '["",0,0,0,[],[]]',
] as const
const OLDEST = [
  '["o",null,5,null,null,null,null,null,"Old",null,null,null,null,null,null,null,null]',
  '["hi",0,0,0,[],[]]',
] as const

const known = record('s', {
  ...{ source: 'cli', started_at: 1.5, ended_at: 2.25, last_active: 3, end_reason: 'cli_close', model: 'm' },
  ...{ title: 'A "title"', message_count: 4, tool_call_count: 5, input_tokens: 6, output_tokens: 7 },
  ...{ cache_read_tokens: 8, cache_write_tokens: 9, estimated_cost_usd: 0.25, actual_cost_usd: 0.5 },
  ...{ marks: 'archived', session_key: '0123456789abcdef', reasoning_tokens: 7, api_call_count: 2 },
  ...{ preview: 'p', user_messages: 1, assistant_messages: 3, tool_messages: 2 },
  tools: [{ tool: '__proto__', rows: 1, calls: 2 }],
  skills: [{ skill: 'deploy', view_count: 1, manage_count: 0, last_used_at: null }],
})

/** The records of a profile as they are stored now, by their order. */
const storedIn = async (handle: string) => {
  const rows = await rowsOf(handle, 'SELECT facts, uses FROM session_records ORDER BY history, session_id')
  return rows.map(({ facts, uses }) => ({ facts: String(facts), uses: String(uses) }))
}

describe('records that were stored before they had names', () => {
  it('are given them when the object comes into memory, and are listed as they were', async () => {
    const handle = await newProfile()
    await rowsOf(handle, RECORDS_BY_PLACE)
    for (const [id, [facts, uses]] of Object.entries({ s: FULL, t: SPENT, o: OLDEST })) {
      await rowsOf(handle, 'INSERT INTO session_records VALUES (?, ?, ?, ?)', 'default', id, facts, uses)
    }
    await rowsOf(handle, "INSERT INTO sources (name) VALUES ('default')")
    await rowsOf(handle, WITHOUT_NAMES)
    await rowsOf(
      handle,
      'DELETE FROM table_version WHERE version > (SELECT max(version) - 3 FROM table_version)',
    )
    await abortAllDurableObjects()
    const asked = { ...DEFAULT_LIST, history: null, all: true, archived: true, includeChildren: true }
    const { sessions } = await clientOf(handle).sessions.list(asked)
    expect(sessions).toMatchObject([
      { id: 't', history: 'default', source: 'cli', parent_session_id: 's', started_at: 9 },
      { id: 'o', title: 'Old', preview: 'hi', message_count: null, started_at: 5 },
      { id: 's', title: 'A "title"', model: 'm', message_count: 4, estimated_cost_usd: 0.25, archived: true },
    ])
    const stored = await storedIn(handle)
    expect(stored.map(decodeRecord)).toEqual([
      record('o', { started_at: 5, title: 'Old', preview: 'hi' }),
      known,
      record('t', {
        ...{ source: 'cli', started_at: 9, last_active: 9, parent_session_id: 's', marks: '' },
        usage: [spending('gpt-5', { output_tokens: 3, actual_cost_usd: 0.5 })],
      }),
    ])
    // The text that a scan compares it with: an unchanged session is not written again.
    expect(stored[1]?.facts).toBe(encodeFacts(known))
    const ordered = await clientOf(handle).sessions.list({ ...asked, order: 'messages', q: 'title' })
    expect(ordered.sessions).toMatchObject([{ id: 's' }])
  })

  it('and wait in a report that was committed are applied', async () => {
    const handle = await newProfile()
    await report(handle, reportOf(EXPECTED.edges).slice(0, 1))
    const [facts, uses] = FULL
    await rowsOf(handle, 'UPDATE reported_sessions SET facts = ?, uses = ?', facts, uses)
    await settle(handle)
    expect((await storedIn(handle)).map(decodeRecord)).toEqual([known])
  })
})
