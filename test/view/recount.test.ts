import { expect, it } from 'vitest'
import { recounted } from '../../src/view/recount.ts'
import { newUnlocks, type RecordingScan, type UnlockRecord } from '../../src/view/unlocks.ts'
import { evaluated } from './made-achievements.ts'

const mapOf = (records: readonly UnlockRecord[]) =>
  new Map(records.map((record) => [record.achievement_id, record]))
const place = (at: number) => ({ at, session_id: 's' })
const scanAt = (now: number, copper: number): RecordingScan => ({
  ...{ now, provenance: 'scanned', imported: false, timeZone: 'UTC' },
  places: new Map([
    ['let_him_cook', { unlocked: place(copper), tiers: [{ tier: 'Copper', place: place(copper) }] }],
  ]),
})
const before = mapOf(newUnlocks([evaluated(25)], new Map(), scanAt(100, 5)))

it('takes away what the figures do not reach, dates the rest, and keeps when it was recorded', () => {
  const { records, removed, redated } = recounted([evaluated(15)], before, scanAt(200, 9))
  expect(removed).toEqual([{ achievement: 'let_him_cook', name: 'Let Him Cook', tier: 'Silver' }])
  expect(redated).toEqual([
    { achievement: 'let_him_cook', name: 'Let Him Cook', tier: 'Copper', from: 5, to: 9 },
  ])
  expect(records).toMatchObject([
    {
      ...{ unlocked_at: 9, recorded_at: 100, first_tier: 'Copper', evidence: { session_id: 's15' } },
      tier_history: [{ tier: 'Copper', reached_at: 9, recorded_at: 100 }],
    },
  ])
})

it('takes a badge away that nothing bears out, and one without tiers', () => {
  expect(recounted([evaluated(5)], before, scanAt(200, 5))).toMatchObject({
    records: [],
    removed: [{ tier: 'Copper' }, { tier: 'Silver' }],
    redated: [],
  })
  const plain = evaluated(0, { kind: 'multi_condition', unlocked: true, tier: null })
  const earned = mapOf(newUnlocks([plain], new Map(), scanAt(100, 5)))
  expect(recounted([{ ...plain, unlocked: false }], earned, scanAt(200, 5)).removed).toEqual([
    { achievement: 'let_him_cook', name: 'Let Him Cook', tier: null },
  ])
})

it('changes nothing where all is borne out', () => {
  const { records, removed, redated } = recounted([evaluated(25)], before, scanAt(200, 5))
  expect([removed, redated]).toEqual([[], []])
  expect(records).toEqual([...before.values()])
})
