import { describe, expect, it } from 'vitest'
import { listItem } from '../../../src/sessions/list/list-item.ts'
import { type LiveState, overlaid } from '../../../src/sessions/list/overlay.ts'
import { record } from './records.ts'

const row = (id: string, started_at: number, last_active: number | null = started_at) =>
  listItem(record(id, { started_at, last_active }))
const live = (session: Partial<LiveState> = {}): LiveState => ({
  active_stream_id: null,
  pending_started_at: null,
  updated_at: null,
  last_message_at: null,
  ...session,
})
const order = (rows: ReturnType<typeof row>[], sessions: Record<string, LiveState>) =>
  overlaid(rows, new Map(Object.entries(sessions)), true).map(({ id }) => id)

describe('the overlay', () => {
  it('lays what is known at this moment over the row of its session', () => {
    const streaming = live({
      active_stream_id: 't1',
      pending_started_at: 50,
      updated_at: 51,
      last_message_at: 40,
    })
    const [first, second] = overlaid([row('a', 10, 20), row('b', 9)], new Map([['b', streaming]]), true)
    expect(first).toEqual({
      ...row('b', 9),
      active_stream_id: 't1',
      is_streaming: true,
      has_pending_user_message: true,
      pending_started_at: 50,
      updated_at: 51,
      last_message_at: 40,
    })
    expect(second).toEqual({
      ...row('a', 10, 20),
      active_stream_id: null,
      is_streaming: false,
      has_pending_user_message: false,
      pending_started_at: null,
      updated_at: 20,
      last_message_at: 20,
    })
  })

  it('takes no time back', () => {
    const [shown] = overlaid(
      [row('a', 10, 90)],
      new Map([['a', live({ updated_at: 80, last_message_at: 70 })]]),
      true,
    )
    expect(shown).toMatchObject({ updated_at: 90, last_message_at: 90 })
  })

  it('leaves rows where they are in an order other than time, and on later pages', () => {
    const rows = [row('a', 10), row('b', 90), row('streams', 4)]
    const streaming = new Map([['streams', live({ active_stream_id: 't' })]])
    const shown = overlaid(rows, streaming, false)
    expect(shown.map(({ id, is_streaming }) => [id, is_streaming])).toEqual([
      ['a', false],
      ['b', false],
      ['streams', true],
    ])
  })

  it('lifts sessions that stream or wait for an answer, by time, and leaves all others in their order', () => {
    const rows = [row('new', 90), row('older', 80), row('waits', 5), row('streams', 4), row('oldest', 3, 85)]
    const sessions = {
      waits: live({ pending_started_at: 6 }),
      streams: live({ active_stream_id: 't', last_message_at: 70 }),
      older: live({ last_message_at: 99 }),
    }
    expect(order(rows, sessions)).toEqual(['streams', 'waits', 'new', 'older', 'oldest'])
  })

  it('sorts what it lifts by the last message, else the last change, else the start, the first positive one', () => {
    const rows = [row('start', 30, null), row('change', 1, null), row('message', 2, null), row('zero', 35, 0)]
    const stream = { active_stream_id: 't' }
    const sessions = {
      start: live(stream),
      change: live({ ...stream, updated_at: 20, last_message_at: 0 }),
      message: live({ ...stream, last_message_at: 40 }),
      zero: live(stream),
    }
    expect(order(rows, sessions)).toEqual(['message', 'zero', 'start', 'change'])
  })

  it('goes by a message that waits, where it came later', () => {
    const rows = [row('a', 20), row('b', 10)]
    const stream = { active_stream_id: 't' }
    const sessions = { a: live(stream), b: live({ ...stream, pending_started_at: 30 }) }
    expect(order(rows, sessions)).toEqual(['b', 'a'])
  })

  it('keeps the order that the list has where nothing is live, and among equals', () => {
    expect(order([row('a', 1, 5), row('b', 2, 9)], {})).toEqual(['a', 'b'])
    expect(order([row('b', 1), row('a', 1)], { other: live() })).toEqual(['b', 'a'])
  })

  it('changes neither the rows nor their order where they are kept', () => {
    const rows = Object.freeze([Object.freeze(row('a', 1)), Object.freeze(row('b', 2))])
    expect(
      overlaid(rows, new Map([['b', live({ active_stream_id: 't' })]]), true).map(({ id }) => id),
    ).toEqual(['b', 'a'])
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
