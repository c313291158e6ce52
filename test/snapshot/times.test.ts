import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { laterTime, readTimes, type SessionTimes } from '../../src/snapshot/times.ts'
import { database, type Fill, history, reading, sessionsOf, TABLES } from './histories.ts'
import { figuresOf } from './variants/figures.ts'

const NOON = 1_750_000_000
const NONE: SessionTimes = { started_at: null, ended_at: null, heartbeat: null, lastTimestamp: null }
const read = (times: Partial<SessionTimes>) => readTimes({ ...NONE, ...times })

describe('a time that cannot be seconds', () => {
  it.each([
    ['another is in seconds', { started_at: NOON * 1000 + 123, lastTimestamp: NOON + 60 }],
    ['another is in milliseconds, too', { started_at: NOON * 1000 + 123, ended_at: (NOON + 60) * 1000 }],
    ['the heartbeat is near', { started_at: NOON * 1000 + 123, heartbeat: NOON + 1000 }],
  ])('is in milliseconds where %s', (_, times) => {
    expect(read(times)).toMatchObject({ started_at: NOON + 0.123, odd: 'milliseconds' })
  })

  it('is in milliseconds wherever it stands', () => {
    const all = { started_at: NOON, ended_at: (NOON + 1) * 1000, heartbeat: (NOON + 2) * 1000 }
    expect(read({ ...all, lastTimestamp: (NOON + 3) * 1000 })).toEqual({
      ...{ started_at: NOON, ended_at: NOON + 1, heartbeat: NOON + 2, lastTimestamp: NOON + 3 },
      odd: 'milliseconds',
    })
  })

  it.each([
    ['nothing is near', { started_at: 1e12, lastTimestamp: NOON }],
    ['it stands alone', { started_at: NOON * 1000 }],
    ['two are years apart', { started_at: NOON * 1000, ended_at: (NOON + 4 * 366 * 86_400) * 1000 }],
  ])('is no time where %s', (_, times) => {
    expect(read(times)).toMatchObject({ started_at: null, odd: 'none' })
  })

  it('that is no time is told, though another is in milliseconds', () => {
    const times = { started_at: NOON * 1000, ended_at: 1e11, lastTimestamp: NOON }
    expect(read(times)).toMatchObject({ started_at: NOON, ended_at: null, odd: 'none' })
    expect(read({ ...times, started_at: 1e11, ended_at: NOON * 1000 })).toMatchObject({ odd: 'none' })
  })
})

it('times that can be seconds, or that have no date in either, are as they were', () => {
  const time = fc.option(
    fc.oneof(
      fc.double({ noNaN: true, max: 1e11, maxExcluded: true }),
      fc.double({ noNaN: true, min: 8.64e12, minExcluded: true }),
      fc.constantFrom(0, -1, 1e18, 99_999_999_999),
    ),
  )
  const times = fc.record({ started_at: time, ended_at: time, heartbeat: time, lastTimestamp: time })
  fc.assert(
    fc.property(times, (made) => {
      expect(readTimes(made)).toEqual({ ...made, odd: null })
    }),
  )
})

it('of several times the later one is taken, those in seconds before those that can be milliseconds', () => {
  const latest = (...times: (number | null)[]) => times.reduce(laterTime, null)
  expect(latest(5, 9, 7)).toBe(9)
  expect(latest(5, NOON * 1000, 7)).toBe(7)
  expect(latest(NOON * 1000, (NOON + 1) * 1000, null)).toBe((NOON + 1) * 1000)
  expect(latest(-1, 4_200_000_001, 5e246)).toBe(null)
})

describe('a history in milliseconds', () => {
  const sessions: [string, number, number | null][] = [
    ['both', NOON * 1000, (NOON + 60) * 1000],
    ['open', NOON * 1000, null],
    ['started alone', (NOON + 1) * 1000, null],
    ['in seconds', NOON, NOON + 60],
    ['far future', 1e18, null],
  ]
  const messages: [string, number][] = [
    ['both', (NOON + 30) * 1000],
    ['open', (NOON + 30) * 1000],
    ['open', (NOON + 40) * 1000],
    ['in seconds', NOON + 30],
    ['far future', 1e18],
  ]
  const fill: Fill = (run) => {
    for (const values of sessions) {
      run(`INSERT INTO sessions (id, source, started_at, ended_at) VALUES (?, 'cli', ?, ?)`, values)
    }
    for (const values of messages) {
      run(`INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', 'x', ?)`, values)
    }
  }
  const flag = 'ALTER TABLE messages ADD COLUMN active INTEGER DEFAULT 1'
  const filledBehind =
    (sql: string): Fill =>
    (run) => {
      run(sql)
      fill(run)
    }
  const kinds = [
    { kind: 'of May', make: () => history(fill), farFuture: 1e18 },
    { kind: 'of today', make: () => history(filledBehind(flag)), farFuture: null },
    { kind: 'without an index', make: () => database(filledBehind(TABLES)), farFuture: 1e18 },
  ]

  it.each(kinds)('$kind is read in seconds', async ({ make, farFuture }) => {
    const rows = await reading(await make(), sessionsOf)
    const times = rows.map(({ id, started_at, ended_at, last_active, odd_times }) => [
      ...[id, started_at, ended_at, last_active],
      odd_times ?? null,
    ])
    expect(times.sort()).toEqual([
      ['both', NOON, NOON + 60, NOON + 30, 'milliseconds'],
      ['far future', 1e18, null, farFuture, null],
      ['in seconds', NOON, NOON + 60, NOON + 30, null],
      ['open', NOON, null, NOON + 40, 'milliseconds'],
      ['started alone', null, null, null, 'none'],
    ])
  })

  it.each(kinds)('$kind gives the same by either way of reading', async ({ make }) => {
    const bytes = await make()
    expect(await figuresOf(bytes, 'sweep')).toEqual(await figuresOf(bytes, 'index'))
  })
})
