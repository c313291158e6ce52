import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionListOptions } from '../../../src/sessions/list/list-options.ts'
import { type Listed, listed, sessionList } from './records.ts'

/** A session of a history that has marks. */
const marked = (id: string, known: Partial<Listed> = {}) =>
  listed(id, { marks: '', source: 'cli', started_at: 10, last_active: 10, ...known })
const child = (id: string, known: Partial<Listed> = {}) =>
  marked(id, { parent_session_id: 'root', started_at: 20, last_active: 20, ...known })
const COMPRESSED = { end_reason: 'compression', ended_at: 15 }
const shown = (records: Listed[], options: Partial<SessionListOptions> = {}) =>
  sessionList(records, options).map(({ id }) => id)

describe('a compressed session goes on', () => {
  const root = marked('root', COMPRESSED)

  it.each([
    ['a sub-agent that is newer', child('other', { marks: 'delegated', started_at: 30, last_active: 30 })],
    ['the run of a tool that is newer', child('other', { source: 'tool', started_at: 30, last_active: 30 })],
  ])('with its continuation, not with %s', (_, other) => {
    expect(shown([root, child('cont'), other])).toEqual(['cont'])
  })

  it('with what began before its end was written', () => {
    expect(shown([root, child('cont', { started_at: 14.9 })])).toEqual(['cont'])
  })

  it('beside a branch of it, which is a conversation of its own', () => {
    expect(shown([root, child('cont'), child('branch', { marks: 'branched', started_at: 30 })])).toEqual([
      'branch',
      'cont',
    ])
  })

  it('beside what came after a reset', () => {
    expect(shown([root, child('cont'), child('next', { marks: 'reset', started_at: 30 })])).toEqual([
      'next',
      'cont',
    ])
  })

  it.each([
    ['was compressed in its turn', { end_reason: 'compression', ended_at: 21, last_active: 1 }, {}],
    ['has not ended', { last_active: 1 }, { ended_at: 90, last_active: 90 }],
    ['was active last', { last_active: 50 }, { last_active: 40, started_at: 45 }],
    ['started last', { started_at: 22 }, { started_at: 21 }],
  ])('with what %s', (_, chosen, other) => {
    expect(shown([root, child('z', other), child('a', chosen)])).toEqual(['a'])
    expect(shown([root, child('a', chosen), child('z', other)])).toEqual(['a'])
  })

  it('under its own title until the new part has one', () => {
    const titled = { ...root, title: 'Old' }
    expect(sessionList([titled, child('cont')])).toMatchObject([{ id: 'cont', title: 'Old' }])
    expect(sessionList([titled, child('cont', { title: 'New' })])).toMatchObject([{ title: 'New' }])
    expect(sessionList([titled, child('cont')], { q: 'old' })).toHaveLength(1)
  })

  it('for a hundred parts at most', () => {
    const chain = Array.from({ length: 103 }, (_, at) =>
      marked(`s${at}`, { ...COMPRESSED, parent_session_id: at === 0 ? null : `s${at - 1}` }),
    )
    expect(shown(chain)).toEqual(['s100'])
  })
})

describe('a chat that began afresh', () => {
  const ended = (end_reason: string) => marked('root', { end_reason, ended_at: 15, session_key: 'k' })

  it.each(['session_reset', 'session_switch', 'idle', 'daily', 'suspended', 'resume_pending_expired'])(
    'is listed when the one before ended as %s',
    (reason) => {
      expect(shown([ended(reason), child('next', { session_key: 'k' })])).toEqual(['next', 'root'])
      expect(shown([ended(reason), child('next', { session_key: 'other' })])).toEqual(['root'])
      expect(shown([ended(reason), child('next')])).toEqual(['root'])
    },
  )

  it('is listed when it says so, whatever the end of the one before', () => {
    expect(shown([ended('user_exit'), child('next', { marks: 'reset' })])).toEqual(['next', 'root'])
    expect(shown([ended('user_exit'), child('next', { session_key: 'k' })])).toEqual(['root'])
  })

  it('is shown as the tip of its own chain', () => {
    const next = child('next', { ...COMPRESSED, marks: 'reset' })
    const records = [ended('idle'), next, marked('tip', { parent_session_id: 'next' })]
    expect(shown(records)).toEqual(['tip', 'root'])
  })
})

describe('a branch', () => {
  it('is listed while its parent lives', () => {
    expect(shown([marked('root'), child('branch', { marks: 'branched' })])).toEqual(['branch', 'root'])
  })

  it('is none when a sub-agent works in it', () => {
    expect(shown([marked('root'), child('branch', { marks: 'branched delegated' })])).toEqual(['root'])
  })
})

describe('lists leave out', () => {
  it('what a sub-agent did, though its parent is gone', () => {
    expect(shown([marked('orphan', { marks: 'delegated' })])).toEqual([])
    expect(shown([marked('orphan', { marks: 'delegated' })], { includeChildren: true })).toEqual(['orphan'])
  })

  it.each(['archived', 'hidden'])('what is %s, with all children too, unless it is asked for', (mark) => {
    const records = [marked('root', { marks: mark }), child('part', { marks: `${mark} branched` })]
    expect(shown(records)).toEqual([])
    expect(shown(records, { includeChildren: true })).toEqual([])
    expect(shown(records, { archived: true })).toEqual(['part', 'root'])
    expect(sessionList(records, { archived: true })[1]).toMatchObject({ id: 'root', [mark]: true })
  })
})

it('keeps to the old rules where a history has no marks, beside one that has', () => {
  const family = (history: string, marks: string | null) => [
    listed('root', { ...COMPRESSED, started_at: 10, title: 'Old', marks, history }),
    listed('cont', { parent_session_id: 'root', started_at: 14.9, marks, history }),
  ]
  expect(
    sessionList([...family('before', null), ...family('today', '')]).map(({ id, title, history }) => ({
      id,
      title,
      history,
    })),
  ).toEqual([
    { id: 'cont', title: 'Old', history: 'today' },
    { id: 'root', title: 'Old', history: 'before' },
  ])
})

/** Few ids and times, so that parents are often there, and go round. */
const ID = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const TIME = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null })
const anySession = fc.record({
  id: ID,
  source: fc.constantFrom('cli', 'tool'),
  started_at: TIME,
  ended_at: TIME,
  last_active: TIME,
  end_reason: fc.constantFrom('compression', 'compression', 'branched', 'idle', null),
  parent_session_id: fc.option(ID, { nil: null }),
  marks: fc.constantFrom('', '', '', '', 'branched', 'delegated', 'reset', 'branched delegated'),
  session_key: fc.constantFrom('k', 'l', null),
})

it('follows the rules one by one, whatever parents say', () => {
  const anySessions = fc.uniqueArray(anySession, { selector: ({ id }) => id, maxLength: 6 })
  fc.assert(
    fc.property(anySessions, (known) => {
      const records = known.map(({ id, ...more }) => listed(id, more))
      const rows = sessionList(records).map(({ id, _lineage_root_id = id }) => [_lineage_root_id, id])
      expect(new Map(rows.map(([root = '', tip = '']) => [root, tip]))).toEqual(plainPlaces(records))
    }),
    { numRuns: 2000 },
  )
})

/** The tip of each session that is listed, as the rules say it. */
function plainPlaces(records: readonly Listed[]): Map<string, string> {
  const has = ({ marks }: Listed, mark: string) => marks?.split(' ').includes(mark) ?? false
  const parentOf = (one: Listed) => records.find(({ id }) => id === one.parent_session_id)
  const isReset = (one: Listed) => {
    const parent = parentOf(one)
    const sameChat = one.session_key !== null && one.session_key === parent?.session_key
    return has(one, 'reset') || (sameChat && parent?.end_reason === 'idle')
  }
  const isBranch = (one: Listed) => {
    const { end_reason = null, ended_at = null } = parentOf(one) ?? {}
    const late = one.started_at !== null && ended_at !== null && one.started_at >= ended_at
    return has(one, 'branched') || (end_reason === 'branched' && late)
  }
  const goingOn = (one: Listed) =>
    one.end_reason !== 'compression'
      ? []
      : records.filter(
          (child) =>
            child.parent_session_id === one.id &&
            child.source !== 'tool' &&
            !has(child, 'branched') &&
            !has(child, 'delegated') &&
            !isReset(child),
        )
  const rank = (one: Listed) => (one.end_reason === 'compression' ? 0 : one.ended_at === null ? 1 : 2)
  const tipOf = (root: Listed) => {
    const seen = [root]
    for (let tip = root; ; ) {
      const [next] = goingOn(tip).sort(
        (a, b) =>
          rank(a) - rank(b) ||
          (b.last_active ?? -1) - (a.last_active ?? -1) ||
          (b.started_at ?? -1) - (a.started_at ?? -1) ||
          (a.id < b.id ? 1 : -1),
      )
      if (next === undefined || seen.includes(next)) return tip.id
      seen.push(next)
      tip = next
    }
  }
  const shown = records.filter(
    (one) => !has(one, 'delegated') && (one.parent_session_id === null || isBranch(one) || isReset(one)),
  )
  return new Map(shown.map((root) => [root.id, tipOf(root)]))
}
