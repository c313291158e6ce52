import fc from 'fast-check'
import { expect, it } from 'vitest'
import { COUNTED_STATS } from '../../src/engine/stats.ts'
import { decodeStats, encodeStats, UnreadableCheckpoint } from '../../src/scan/checkpoint.ts'
import { anySession, session } from '../engine/sessions.ts'

it('reads back what it wrote', () => {
  const texts = fc.record({
    title: fc.string({ unit: 'binary' }),
    source: fc.option(fc.string()),
    last_active: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((time) => time + 0)),
    tool_names: fc.array(fc.string({ unit: 'binary' })),
    port_conflict: fc.boolean(),
  })
  fc.assert(
    fc.property(anySession, texts, (stats, over) => {
      const all = { ...stats, ...over }
      expect(decodeStats(encodeStats(all))).toEqual(all)
    }),
  )
})

it('keeps a time of zero apart from none', () => {
  for (const time of [0, null]) {
    const stats = session({ started_at: time, last_active: time })
    expect(JSON.parse(encodeStats(stats))).toMatchObject({ started_at: time, last_active: time })
    expect(decodeStats(encodeStats(stats))).toEqual(stats)
  }
})

it('takes a time that is not finite for none, as it is when it is counted', () => {
  const stats = session({ started_at: Number.POSITIVE_INFINITY })
  expect(decodeStats(encodeStats(stats)).started_at).toBeNull()
})

it('leaves counts of zero out', () => {
  const stored: object = JSON.parse(encodeStats(session({ error_count: 2 })))
  expect(Object.keys(stored).filter((key) => COUNTED_STATS.some((stat) => stat === key))).toEqual([
    'error_count',
  ])
})

it.each([
  '',
  'null',
  '[]',
  '1',
  '"text"',
  '{}',
  '{"session_id":"a"',
  encodeStats(session()).replace('"T"', '1'),
  encodeStats(session()).replace('"session_id"', '"id"'),
  encodeStats(session({ error_count: 7 })).replace('7', '-1'),
  encodeStats(session({ error_count: 7 })).replace('7', '0.5'),
  encodeStats(session({ error_count: 7 })).replace('7', '"7"'),
  encodeStats(session({ started_at: 7 })).replace('7', '"7"'),
  encodeStats(session({ tool_names: ['a'] })).replace('"a"', '1'),
  encodeStats(session()).replace('"model_names":[]', '"model_names":{}'),
])('refuses %j', (text) => {
  expect(() => decodeStats(text)).toThrow(UnreadableCheckpoint)
})
