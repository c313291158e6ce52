import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionListItem } from '../../../src/contract/sessions.ts'
import { sessionPage } from '../../../src/sessions/list/list.ts'
import { LIST_ORDERS } from '../../../src/sessions/list/list-options.ts'
import { factsOf, NO_RECORD } from '../../../src/sessions/session-record.ts'
import { runs } from '../../properties.ts'
import { golden, reading, sessionsOf } from '../../snapshot/histories.ts'
import { type Listed, listed, sessionList } from './records.ts'

const expected: Record<string, SessionListItem[]> = JSON.parse(
  readFileSync(new URL('../../golden/history.sessions.expected.json', import.meta.url), 'utf8'),
)

const goldenRecords = await reading(golden('history'), sessionsOf).then((rows) =>
  rows.map((row) => ({ ...NO_RECORD, ...factsOf(row), preview: row.preview })),
)

describe('the lists of the golden history', () => {
  it.each([
    ['default', {}],
    ['all_children', { includeChildren: true }],
    ['by_last_active', { order: 'last_active', limit: 20 }],
    ['source_cli_page2', { source: 'cli', limit: 10, offset: 10 }],
    ['exclude_cron_telegram', { excludeSources: ['cron', 'telegram'], limit: 15 }],
  ] as const)('%s', (name, options) => {
    expect(sessionList(goldenRecords, options)).toEqual(expected[name])
  })
})

const ids = (rows: readonly SessionListItem[]) => rows.map(({ id }) => id)
const COMPRESSED = { end_reason: 'compression' }

describe('a chain', () => {
  it('is shown as its newest continuation, with what began with it kept', () => {
    const rows = sessionList([
      listed('root', { ...COMPRESSED, started_at: 10, ended_at: 20, source: 'cli', input_tokens: 5 }),
      listed('old', { parent_session_id: 'root', started_at: 20, title: 'Old' }),
      listed('next', { ...COMPRESSED, parent_session_id: 'root', started_at: 21, ended_at: 30 }),
      listed('tip', {
        parent_session_id: 'next',
        started_at: 30,
        title: 'Tip',
        source: 'web',
        input_tokens: 7,
      }),
    ])
    expect(rows).toMatchObject([
      { id: 'tip', title: 'Tip', started_at: 10, source: 'cli', input_tokens: 5, _lineage_root_id: 'root' },
    ])
  })

  it('does not go on to what started before its end, nor behind another end than compression', () => {
    const early = [
      listed('root', { ...COMPRESSED, started_at: 10, ended_at: 20 }),
      listed('helper', { parent_session_id: 'root', started_at: 19.9 }),
    ]
    expect(sessionList(early)).toEqual([expect.not.objectContaining({ _lineage_root_id: 'root' })])
    const reset = [
      listed('root', { end_reason: 'session_reset', started_at: 10, ended_at: 20 }),
      listed('helper', { parent_session_id: 'root', started_at: 20 }),
    ]
    expect(ids(sessionList(reset))).toEqual(['root'])
  })

  it('is as recently active as whichever of its sessions was last', () => {
    const rows = sessionList(
      [
        listed('root', { ...COMPRESSED, started_at: 10, ended_at: 20, last_active: 20 }),
        listed('dropped', { parent_session_id: 'root', started_at: 21, last_active: 90 }),
        listed('tip', { parent_session_id: 'root', started_at: 22, last_active: 30 }),
        listed('other', { started_at: 40, last_active: 80 }),
      ],
      { order: 'last_active' },
    )
    expect(ids(rows)).toEqual(['tip', 'other'])
  })
})

it('follows a chain of any length', () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => {
    const parent = at === 0 ? null : `s${at - 1}`
    return listed(`s${at}`, { ...COMPRESSED, started_at: at, ended_at: at, parent_session_id: parent })
  })
  expect(ids(sessionList(chain))).toEqual(['s49999'])
  expect(sessionList(chain, { order: 'last_active', includeChildren: true })).toHaveLength(50_000)
})

describe('a branch', () => {
  const parent = listed('parent', { end_reason: 'branched', started_at: 10, ended_at: 20 })
  it('is shown beside its parent once that had ended', () => {
    const branch = listed('branch', { parent_session_id: 'parent', started_at: 20 })
    expect(ids(sessionList([parent, branch]))).toEqual(['branch', 'parent'])
  })
  it('is none when it started before, or its parent is of another history', () => {
    const early = listed('early', { parent_session_id: 'parent', started_at: 19 })
    const elsewhere = listed('branch', { parent_session_id: 'parent', started_at: 20, history: 'laptop' })
    expect(ids(sessionList([parent, early, elsewhere]))).toEqual(['parent'])
  })
})

it('puts sessions without a time last, and those of one time in the order of their ids', () => {
  const records = [
    listed('a', { started_at: 5 }),
    listed('none', { started_at: null }),
    listed('b', { started_at: 5 }),
  ]
  expect(ids(sessionList(records))).toEqual(['b', 'a', 'none'])
})

describe('a search', () => {
  const records = [
    listed('s1', { title: 'Fix the build', preview: 'it fails on CI', started_at: 3 }),
    listed('s2', { title: null, preview: 'Why does the Build fail?', started_at: 2 }),
    listed('s3', { title: 'Dinner', preview: '', started_at: 1 }),
  ]
  const found = (q: string) => ids(sessionList(records, { q }))

  it('finds what has every word somewhere in title, preview or id, in any case', () => {
    expect(found('build')).toEqual(['s1', 's2'])
    expect(found('build ci')).toEqual(['s1'])
    expect(found('s3')).toEqual(['s3'])
    expect(found('dinner build')).toEqual([])
  })

  it('finds a chain by what its row shows, and by the ids of both ends', () => {
    const chain = [
      listed('root', { title: 'Before', started_at: 1, ended_at: 2, end_reason: 'compression' }),
      listed('tip', { title: 'After', started_at: 3, parent_session_id: 'root' }),
    ]
    const sought = (q: string) => ids(sessionList(chain, { q }))
    expect([sought('after'), sought('tip'), sought('root'), sought('before')]).toEqual([
      ['tip'],
      ['tip'],
      ['tip'],
      [],
    ])
  })

  it('counts and pages what it finds alone', () => {
    const page = sessionPage(records, { q: 'build', limit: 1, offset: 1 })
    expect([page.total, page.places.map(({ tip }) => tip.id)]).toEqual([2, ['s2']])
  })

  it('finds ids alone where nothing else is known', () => {
    const bare = records.map((record) => ({ ...record, title: null, preview: '' }))
    expect(sessionPage(bare, { q: 'build' }).total).toBe(0)
    expect(sessionPage(bare, { q: 's2' }).total).toBe(1)
  })
})

describe('an order by a figure', () => {
  it('puts most first, of equal ones the newest, and last what has none', () => {
    const records = [
      listed('none', { started_at: 9 }),
      listed('old', { started_at: 1, input_tokens: 5, output_tokens: 5 }),
      listed('new', { started_at: 2, input_tokens: 10 }),
      listed('most', { started_at: 0, output_tokens: 11 }),
      listed('zero', { started_at: 0, input_tokens: 0 }),
    ]
    expect(ids(sessionList(records, { order: 'tokens' }))).toEqual(['most', 'new', 'old', 'zero', 'none'])
  })

  it('goes by what the row of a chain shows: messages of its tip, tokens and cost of its root', () => {
    const figures = { message_count: 50, input_tokens: 50, estimated_cost_usd: 50 }
    const records = [
      listed('root', { started_at: 1, ended_at: 2, end_reason: 'compression', ...figures }),
      listed('tip', { parent_session_id: 'root', started_at: 3, message_count: 1, input_tokens: 1 }),
      listed('other', { started_at: 0, message_count: 9, input_tokens: 9, estimated_cost_usd: 9 }),
    ]
    expect(ids(sessionList(records, { order: 'messages' }))).toEqual(['other', 'tip'])
    expect(ids(sessionList(records, { order: 'tokens' }))).toEqual(['tip', 'other'])
    expect(ids(sessionList(records, { order: 'cost' }))).toEqual(['tip', 'other'])
  })
})

/** Few ids and times, so that parents are often there, and go round. */
const time = fc.option(fc.integer({ min: 0, max: 6 }), { nil: null })
const anyRecord = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  history: fc.constantFrom('default', 'laptop'),
  source: fc.constantFrom('cli', 'cron', 'tool', null),
  started_at: time,
  ended_at: time,
  last_active: time,
  end_reason: fc.constantFrom('compression', 'branched', null),
  parent_session_id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'gone', null, null),
  marks: fc.constantFrom(null, null, '', '', '', 'branched', 'archived delegated', 'reset', 'hidden'),
  session_key: fc.constantFrom('k', null),
})
const anyRecords = fc
  .uniqueArray(anyRecord, { selector: ({ id, history }) => `${history} ${id}`, maxLength: 16 })
  .map((records): Listed[] => records.map(({ id, ...more }) => listed(id, more)))
const anyOptions = fc.record({
  order: fc.constantFrom(...LIST_ORDERS),
  q: fc.constantFrom(null, 'a', 'b h'),
  includeChildren: fc.boolean(),
  archived: fc.boolean(),
  source: fc.constantFrom('cli', null),
  excludeSources: fc.constantFrom([], ['cron']),
})

describe('whatever parents say', () => {
  it('pages joined are the whole list', () => {
    fc.assert(
      fc.property(anyRecords, anyOptions, fc.integer({ min: 1, max: 5 }), (records, options, limit) => {
        const whole = sessionList(records, options)
        const pages = []
        for (let offset = 0; offset < records.length; offset += limit) {
          pages.push(...sessionList(records, { ...options, limit, offset }))
        }
        expect(pages).toEqual(whole)
      }),
      { numRuns: runs(500) },
    )
  })

  it('a list does not depend on the order of the records', () => {
    fc.assert(
      fc.property(anyRecords, anyOptions, (records, options) => {
        expect(sessionList(records.toReversed(), options)).toEqual(sessionList(records, options))
      }),
      { numRuns: runs(500) },
    )
  })

  it('chains end, and the newest activity is that of all that can be reached', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const everyOne = { includeChildren: true, archived: true }
        const rows = sessionList(records, { order: 'last_active', ...everyOne })
        const active = rows.map((row) => newestActivity(row, records))
        expect(active).toEqual(active.toSorted((a, b) => b - a))
        expect(rows).toHaveLength(records.length)
      }),
      { numRuns: runs(500) },
    )
  })
})

/** By going from child to child, with all that were passed remembered. */
function newestActivity(row: SessionListItem, records: readonly Listed[]): number {
  const start = records.find(({ id, history }) => id === row.id && history === row.history)
  const passed = new Set(start ? [start] : [])
  for (const parent of passed) {
    if (parent.end_reason !== 'compression') continue
    for (const child of records) {
      const of = child.parent_session_id === parent.id && child.history === parent.history
      if (of && goesOn(child, parent)) passed.add(child)
    }
  }
  return Math.max(...[...passed].map((one) => one.last_active ?? one.started_at ?? Number.NEGATIVE_INFINITY))
}

/** By its time in a history without marks, else by its marks. */
function goesOn({ marks, started_at, source }: Listed, { ended_at }: Listed): boolean {
  if (marks === null) return (started_at ?? -1) >= (ended_at ?? Number.POSITIVE_INFINITY)
  return source !== 'tool' && !/branched|delegated|reset/.test(marks)
}
