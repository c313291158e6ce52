import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LiveReport } from '../../../src/contract/live.ts'
import {
  afterRenaming,
  afterReport,
  type LiveRecord,
  liveSessionOf,
  pendingSince,
  sessionRecordOf,
} from '../../../src/sessions/live/live-record.ts'
import { takenReport } from '../../../src/sessions/live/taken-report.ts'
import { othersWith } from './other-titles.ts'

const TURNS = [
  { message_count: 2, input_tokens: 100, output_tokens: 20, estimated_cost_usd: 0.1, title: 'First' },
  {
    message_count: 4,
    input_tokens: 250,
    output_tokens: 60,
    estimated_cost_usd: 0.3,
    title: 'Second',
    model: 'm1',
  },
  {
    message_count: 6,
    input_tokens: 400,
    output_tokens: 90,
    estimated_cost_usd: 0.5,
    title: 'Third',
    api_call_count: 3,
  },
]

function report(
  known: LiveRecord | null,
  given: LiveReport,
  now = 100,
  others = othersWith(),
): LiveRecord | null {
  return afterReport(known, { ...given, id: 's1' }, others, now)
}

function existing(given: LiveReport = {}): LiveRecord {
  const record = report(null, { message_count: 1, ...given })
  if (!record) throw new Error('there is no session')
  return record
}

describe('a session that is reported live', () => {
  it('exists from its first message or token on', () => {
    for (const nothing of [
      {},
      { title: 'x', model: 'm' },
      { message_count: 0, api_call_count: 1, actual_cost_usd: 1 },
    ]) {
      expect(report(null, nothing)).toBeNull()
    }
    for (const total of [
      'message_count',
      'input_tokens',
      'output_tokens',
      'cache_read_tokens',
      'cache_write_tokens',
    ]) {
      expect(report(null, { [total]: 1 })).toMatchObject({ [total]: 1 })
    }
  })

  it('began when its agent says, else when its first report came', () => {
    expect(existing()).toMatchObject({ started_at: 100, updated_at: 100 })
    expect(existing({ started_at: 40 })).toMatchObject({ started_at: 40, updated_at: 100 })
    expect(report(existing(), { started_at: 40 })?.started_at).toBe(40)
  })

  it('has the totals of its reports, not their sums; the same again changes nothing', () => {
    const [first, second] = TURNS
    const once = report(existing(first), second ?? {}, 200)
    expect(once).toMatchObject({ message_count: 4, input_tokens: 250, updated_at: 200, last_message_at: 200 })
    expect(report(once, second ?? {}, 300)).toBe(once)
  })

  it.each(['revision', 'reported_at'] as const)(
    'is the same in the end, however often and in whatever order reports came that have a %s',
    (mark) => {
      const turns = TURNS.map((turn, index) => ({ ...turn, [mark]: index + 1 }))
      const order = fc.array(fc.constantFrom(...turns), { maxLength: 12 })
      const timeless = (record: LiveRecord | null) => ({ ...record, updated_at: 0, last_message_at: 0 })
      const inOrder = turns.reduce<LiveRecord | null>((record, turn) => report(record, turn), null)
      fc.assert(
        fc.property(order, (some) => {
          const all = [...some, ...turns.toReversed(), ...some]
          const record = all.reduce<LiveRecord | null>((before, turn) => report(before, turn), null)
          expect(timeless(record)).toEqual(timeless(inOrder))
        }),
      )
    },
  )

  it('keeps what a report leaves out or leaves empty', () => {
    const known = existing({
      estimated_cost_usd: 0.4,
      actual_cost_usd: 0.3,
      model: 'm1',
      title: 'T',
      input_tokens: 9,
    })
    for (const given of [{}, { title: ' ', model: '' }]) expect(report(known, given, 200)).toBe(known)
  })

  it('has fewer messages after an undo, another cost and title, and never fewer tokens or calls', () => {
    const long = {
      message_count: 10,
      input_tokens: 900,
      api_call_count: 5,
      estimated_cost_usd: 0.2,
      title: 'One',
    }
    const undone = {
      message_count: 6,
      input_tokens: 700,
      api_call_count: 2,
      estimated_cost_usd: 0.1,
      title: 'Two',
    }
    const known = report(existing(long), undone, 200)
    expect(known).toMatchObject({ ...undone, input_tokens: 900, api_call_count: 5, updated_at: 200 })
    expect(known?.last_message_at).toBe(100)
    expect(report(known, { message_count: 8 }, 300)).toMatchObject({ message_count: 8, last_message_at: 300 })
  })

  it('was active when a compaction left it fewer messages in the turn that it answered', () => {
    const known = existing({ message_count: 10, output_tokens: 50 })
    expect(report(known, { message_count: 3, output_tokens: 60 }, 200)?.last_message_at).toBe(200)
  })

  it('goes by the revision before the time, and by arrival where a report has neither', () => {
    const known = existing({ revision: 5, reported_at: 50, message_count: 5 })
    expect(report(known, { revision: 4, reported_at: 90, message_count: 4 })).toBe(known)
    expect(report(known, { reported_at: 40, message_count: 4 })).toBe(known)
    expect(report(known, { message_count: 4 })?.message_count).toBe(4)
    expect(report(known, { revision: 5, message_count: 4 })?.message_count).toBe(4)
  })

  it('is not deaf after a report from a clock that is ahead', () => {
    const known = existing({ reported_at: 9_999, message_count: 5 })
    expect(known.last_message_at).toBe(100)
    expect(report(known, { reported_at: 150, message_count: 6 }, 150)).toMatchObject({ message_count: 6 })
  })

  it('takes newer costs, which may be lower', () => {
    expect(
      report(existing({ actual_cost_usd: 0.3, estimated_cost_usd: 1 }), { actual_cost_usd: 0.2 }),
    ).toMatchObject({
      actual_cost_usd: 0.2,
      estimated_cost_usd: 1,
    })
  })

  it.each(['model', 'source', 'billing_provider', 'billing_base_url', 'billing_mode'] as const)(
    'has its %s from the first report that names one',
    (field) => {
      const unnamed = existing({ [field]: '' })
      expect(unnamed[field]).toBeNull()
      const named = report(unnamed, { [field]: 'one' })
      expect(named?.[field]).toBe('one')
      expect(report(named, { [field]: 'two' })).toBe(named)
    },
  )

  it('is of the platform webui unless another is given', () => {
    expect(liveSessionOf(existing()).source).toBe('webui')
    expect(liveSessionOf(existing({ source: 'desk' })).source).toBe('desk')
  })
})

describe('in lists and insights it', () => {
  it('has its totals, was active when it had its last message, and says nothing of what was said', () => {
    const known = report(
      existing({ ...TURNS[1], started_at: 40, actual_cost_usd: 0.2 }),
      { output_tokens: 99 },
      900,
    )
    expect(known && sessionRecordOf(known)).toMatchObject({
      id: 's1',
      source: 'webui',
      model: 'm1',
      title: 'Second',
      started_at: 40,
      last_active: 100,
      ended_at: null,
      message_count: 4,
      input_tokens: 250,
      output_tokens: 99,
      cache_read_tokens: 0,
      estimated_cost_usd: 0.3,
      actual_cost_usd: 0.2,
      preview: '',
      tools: [],
    })
    expect(sessionRecordOf(existing({ message_count: 0, input_tokens: 1, started_at: 40 })).last_active).toBe(
      40,
    )
  })
})

describe('its title', () => {
  it('is the latest that its agent gave, clean', () => {
    expect(report(existing({ title: 'One' }), { title: ' Two\u200b ' })?.title).toBe('Two')
  })

  it('has a number where another session has it, and keeps that however often it is reported', () => {
    const second = report(null, { message_count: 1, title: 'Title' }, 100, othersWith('Title'))
    expect(second?.title).toBe('Title #2')
    expect(report(second, { title: 'Title' }, 200, othersWith('Title', 'Title #3'))).toBe(second)
    expect(report(second, { title: 'Title' }, 200, othersWith())).toBe(second)
  })

  it('is never taken from a person by an agent, till the person gives it up', () => {
    const named = afterRenaming(existing({ title: 'Agent' }), 'Mine', 150)
    expect(report(named, { title: 'Other', message_count: 9 }, 200)).toMatchObject({
      title: 'Mine',
      message_count: 9,
    })
    const left = afterRenaming(named, null, 250)
    expect(left.title).toBeNull()
    expect(report(left, { title: 'Agent' }, 300)?.title).toBe('Agent')
  })

  it('is cut where it is too long, which costs no figures', () => {
    const known = report(existing(), { title: '🚀'.repeat(101), message_count: 5 })
    expect(known).toMatchObject({ title: '🚀'.repeat(100), message_count: 5 })
  })

  it('when changed by hand is no newer message', () => {
    const known = existing()
    expect(afterRenaming(known, 'Mine', 900)).toMatchObject({
      updated_at: 900,
      last_message_at: known.last_message_at,
    })
  })
})

describe('the message that a turn answers', () => {
  it('waits from the beginning of the turn until a report has more messages', () => {
    const known = existing()
    expect(pendingSince(150, null)).toBe(150)
    expect(pendingSince(150, known)).toBe(150)
    expect(pendingSince(100, known)).toBeNull()
    expect(pendingSince(150, report(known, { output_tokens: 50 }, 160))).toBe(150)
    expect(pendingSince(150, report(known, { message_count: 3 }, 160))).toBeNull()
  })
})

describe('a report is taken as far as it is good', () => {
  const taken = (given: Record<string, unknown>) => takenReport(given)

  it('whole, if all of it is', () => {
    const given = { message_count: 4, estimated_cost_usd: 0.3, title: 'T', started_at: 7, revision: 1 }
    expect(taken(given)).toEqual({ report: given, left_out: [] })
  })

  it('with null for what it does not say', () => {
    expect(taken({ message_count: 4, input_tokens: null, model: null, other: null })).toEqual({
      report: { message_count: 4 },
      left_out: [],
    })
  })

  it.each<[string, string, unknown]>([
    ['part of a message', 'message_count', 1.5],
    ['a count as text', 'message_count', '4'],
    ['more than can be added up', 'input_tokens', 1e15],
    ['a cost below nothing', 'estimated_cost_usd', -0.01],
    ['a start in milliseconds', 'started_at', 1_760_000_000_000],
    ['a model that is no name', 'model', 'm'.repeat(201)],
    ['what is said in it', 'messages', ['hello']],
    ['a name of every object', 'constructor', 1],
  ])('without %s, and says so', (_what, field, value) => {
    expect(taken({ output_tokens: 9, [field]: value })).toEqual({
      report: { output_tokens: 9 },
      left_out: [{ field, reason: expect.stringMatching(/./) }],
    })
  })

  it('with its title cut, and says so', () => {
    expect(taken({ title: 'x'.repeat(101) }).left_out).toEqual([
      { field: 'title', reason: 'Cut to 100 characters' },
    ])
  })

  it('and names no more than anyone reads', () => {
    const fields = Array.from({ length: 500 }, (_, index) => [`${index} ${'x'.repeat(500)}`, 1])
    const { left_out } = taken(Object.fromEntries(fields))
    expect([left_out.length, left_out[0]?.field.length]).toEqual([20, 64])
  })
})
