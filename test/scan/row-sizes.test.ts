import { expect, it } from 'vitest'
import { ROW_PART_MAX_BYTES } from '../../src/engine/limits.ts'
import { decodeStats } from '../../src/scan/checkpoint.ts'
import { decodeRecord } from '../../src/sessions/stored-record.ts'
import { spending } from '../sessions/list/records.ts'
import { type MemorySession, message, session } from './histories.ts'
import { Scanning } from './scanning.ts'

/** Of a row of storage, on the platform. */
const ROW_MAX_BYTES = 2_000_000

const bytesOf = (...texts: string[]) =>
  texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0)

/** A text that takes six bytes a character as JSON, and begins with a number. */
const long = (at: number, length: number) => `${at}`.padEnd(length, '\u0001')

/** A session that fills whatever is kept of it. */
function greedy(id: string): MemorySession {
  const names = Array.from({ length: 3000 }, (_, at) => long(at, 256))
  const usage = names.slice(0, 256).map((name) => spending(long(name.length, 1000), { task: long(1, 1000) }))
  const text = long(0, 3_000_000)
  return session(id, {
    title: text,
    model: text,
    messages: names.map((toolName) => message('ok', { toolName })),
    row: { source: text, end_reason: text, parent_session_id: text, usage },
  })
}

it('what is kept of a session fits its rows, whatever its history says', async () => {
  const scanning = new Scanning()
  scanning.upload([greedy('a'), session('b', { messages: [message('ok')] })])
  await scanning.scan()
  const [kept] = scanning.store.contents.checkpoints.values()
  if (!kept?.record) throw new Error('nothing is kept')
  const { fingerprint, stats, record } = kept
  expect(bytesOf(fingerprint, stats, record.facts, record.uses)).toBeLessThanOrEqual(ROW_MAX_BYTES)
  for (const part of [stats, record.facts, record.uses]) {
    expect(bytesOf(part)).toBeLessThanOrEqual(ROW_PART_MAX_BYTES)
  }
  expect(decodeStats(stats)).toMatchObject({ distinct_tool_count: 3000, message_count: 3000 })
  expect(decodeRecord(record)).toMatchObject({ id: 'a', tool_messages: 3000 })
  expect(bytesOf(JSON.stringify(scanning.store.aggregate()))).toBeLessThanOrEqual(ROW_MAX_BYTES)
})

it('and is found unchanged by the next scan', async () => {
  const scanning = new Scanning()
  scanning.upload([greedy('a')])
  await scanning.scan()
  scanning.upload([greedy('a'), session('b')])
  await scanning.scan()
  expect(scanning.read).toEqual(['b'])
})

it('so do the names of however many models and providers', async () => {
  const scanning = new Scanning()
  const model = (at: number) => `${long(at, 120)}/${long(at, 120)}`
  const sessions = Array.from({ length: 2000 }, (_, at) => session(`s${at}`, { model: model(at) }))
  scanning.upload(sessions)
  await scanning.scan()
  const aggregate = scanning.store.aggregate()
  expect(bytesOf(JSON.stringify(aggregate))).toBeLessThanOrEqual(ROW_MAX_BYTES)
  const counted = scanning.store.view()?.aggregate
  expect(counted).toMatchObject({ distinct_model_count: 500, session_count: 2000 })
  scanning.upload([])
  await scanning.scan()
  expect(scanning.store.aggregate()).toMatchObject({ models: {}, providers: {} })
})
