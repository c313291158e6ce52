import { describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../src/engine/session-record.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { scanHistory } from '../../src/scan/scan-history.ts'
import { decodeRecord } from '../../src/sessions/stored-record.ts'
import { spending } from '../sessions/list/records.ts'
import { message, session, snapshotOf } from './histories.ts'
import { Scanning } from './scanning.ts'

/** The records that a profile has, by session id. */
function recordsIn({ store }: Scanning): Record<string, SessionRecord | null> {
  const rows = [...store.contents.checkpoints.values()]
  return Object.fromEntries(
    rows.map(({ session_id, record }) => [session_id, record && decodeRecord(record)]),
  )
}

/** As a profile is that was scanned before there were records. */
function forgetRecords({ store }: Scanning): void {
  for (const checkpoint of store.contents.checkpoints.values()) checkpoint.record = null
  for (const source of store.contents.sources) source.unrecorded = true
}

const said = { messages: [message('hi', { role: 'user' }), message('ok')] }

describe('records', () => {
  it('are kept of every session that is scanned, and leave with it', async () => {
    const scanning = new Scanning()
    scanning.upload([session('a', { ...said, row: { input_tokens: 7 } }), session('b')])
    await scanning.scan()
    expect(recordsIn(scanning)).toMatchObject({
      a: {
        id: 'a',
        input_tokens: 7,
        preview: 'hi',
        user_messages: 1,
        tools: [{ tool: 'terminal', rows: 1 }],
      },
      b: { preview: '', user_messages: 0, tools: [] },
    })
    scanning.upload([session('b')])
    await scanning.scan()
    expect(Object.keys(recordsIn(scanning))).toEqual(['b'])
  })

  it('follow what a session’s row says, though its messages are not read again', async () => {
    const scanning = new Scanning()
    scanning.upload([session('a', said), session('b')])
    await scanning.scan()
    const ended = { ended_at: 2000, end_reason: 'compression', input_tokens: 9 }
    scanning.upload([session('a', { ...said, row: ended }), session('b')])
    await scanning.scan()
    expect(scanning.read).toEqual([])
    expect(recordsIn(scanning).a).toMatchObject({ ended_at: 2000, end_reason: 'compression', preview: 'hi' })
  })

  it('follow what a session spent on each model, and its marks', async () => {
    const scanning = new Scanning()
    const spent = (input_tokens: number) => ({ usage: [spending('gpt-5', { input_tokens })] })
    scanning.upload([session('a', { ...said, row: { marks: '', ...spent(5) } })])
    await scanning.scan()
    scanning.upload([session('a', { ...said, row: { marks: 'archived', session_key: 'chat', ...spent(7) } })])
    await scanning.scan()
    expect(scanning.read).toEqual([])
    expect(recordsIn(scanning).a).toMatchObject({
      marks: 'archived',
      session_key: expect.stringMatching(/^[0-9a-f]{16}$/),
      usage: [{ model: 'gpt-5', input_tokens: 7 }],
      preview: 'hi',
    })
  })

  it('follow it in a scan that keeps its checkpoints in a file, too', async () => {
    const read: string[] = []
    const scan = async (input_tokens: number, known: readonly Checkpoint[] = []) => {
      const row = { marks: '', usage: [spending('gpt-5', { input_tokens })] }
      const snapshot = snapshotOf([session('a', { ...said, row })], (id) => read.push(id))
      const checkpoints = new Map(known.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
      const request = { checkpoints, limit: 0, records: true, onProgress() {}, async nextTurn() {} }
      return (await scanHistory(snapshot, request)).known
    }
    const before = await scan(5)
    const after = await scan(7, before)
    expect([before, after].map(([one]) => one?.record?.usage)).toMatchObject([
      [{ input_tokens: 5 }],
      [{ input_tokens: 7 }],
    ])
    expect(read).toEqual(['a'])
  })

  it.each([1, 250])(
    'that are missing are made by the next scan, %i sessions a slice',
    async (SLICE_SESSIONS) => {
      const scanning = new Scanning({ SLICE_SESSIONS })
      const history = ['a', 'b', 'c'].map((id) => session(id, said))
      scanning.upload(history)
      await scanning.scan()
      const before = scanning.store.view()?.aggregate
      forgetRecords(scanning)
      await scanning.scan()
      expect(scanning.read).toEqual(['a', 'b', 'c'])
      expect(Object.values(recordsIn(scanning)).map((made) => made?.preview)).toEqual(['hi', 'hi', 'hi'])
      expect(scanning.store.view()?.aggregate).toEqual(before)
      expect(scanning.store.view()?.scan_meta).toMatchObject({ sessions_total: 3, sessions_rescanned: 3 })
      await scanning.scan()
      expect(scanning.opened).toEqual([])
    },
  )
})
