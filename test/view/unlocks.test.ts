import { describe, expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { HIDDEN } from '../../src/engine/evaluate.ts'
import type { EvaluatedAchievement } from '../../src/engine/types.ts'
import { newUnlocks, provenanceOfAll, type UnlockRecord, withUnlocks } from '../../src/view/unlocks.ts'
import { evaluated } from './made-achievements.ts'

const mapOf = (...records: UnlockRecord[]) =>
  new Map(records.map((record) => [record.achievement_id, record]))

/** The record after scans that found these figures, at 1, 2, 3 … */
function recorded(...progress: number[]) {
  let records = mapOf()
  for (const [index, value] of progress.entries()) {
    records = mapOf(...records.values(), ...newUnlocks([evaluated(value)], records, index + 1, 'scanned'))
  }
  return records
}

const shown = (item: EvaluatedAchievement, records: ReadonlyMap<string, UnlockRecord>) =>
  withUnlocks([item], records)[0]

describe('a finished scan', () => {
  it('records an unlock with its time, first tier, evidence, and every tier up to the one reached', () => {
    expect(newUnlocks([evaluated(25)], mapOf(), 7, 'scanned')).toEqual([
      {
        achievement_id: 'let_him_cook',
        unlocked_at: 7,
        first_tier: 'Silver',
        evidence: { session_id: 's25', title: 'T', value: 25 },
        tier_history: [
          { tier: 'Copper', reached_at: 7 },
          { tier: 'Silver', reached_at: 7 },
        ],
        self_reported: false,
      },
    ])
  })

  it('adds when each further tier was reached, and changes nothing else', () => {
    const record = recorded(10, 15, 35).get('let_him_cook')
    expect(record).toMatchObject({ unlocked_at: 1, first_tier: 'Copper', evidence: { value: 10 } })
    expect(record?.tier_history).toEqual([
      { tier: 'Copper', reached_at: 1 },
      { tier: 'Silver', reached_at: 3 },
      { tier: 'Gold', reached_at: 3 },
    ])
  })

  it('records nothing where nothing is new, nothing is unlocked, or a tier comes back', () => {
    expect(newUnlocks([evaluated(15)], recorded(10), 9, 'scanned')).toEqual([])
    expect(newUnlocks([evaluated(5)], mapOf(), 9, 'scanned')).toEqual([])
    expect(newUnlocks([evaluated(25)], recorded(25, 5), 9, 'scanned')).toEqual([])
  })

  it('records an achievement without tiers once', () => {
    const item = evaluated(0, { kind: 'multi_condition', unlocked: true, tier: null })
    const [record] = newUnlocks([item], mapOf(), 7, 'scanned')
    expect(record).toMatchObject({ unlocked_at: 7, first_tier: null, tier_history: [] })
    expect(newUnlocks([item], mapOf(...(record ? [record] : [])), 9, 'scanned')).toEqual([])
  })
})

describe('what was earned', () => {
  it('stays when the figures fall, with the present progress and the way to the next tier', () => {
    expect(shown(evaluated(3), recorded(25))).toMatchObject({
      ...{ state: 'unlocked', unlocked: true, tier: 'Silver', progress: 3, unlocked_at: 1 },
      ...{ next_tier: 'Gold', next_threshold: 30, progress_pct: 0, first_tier: 'Silver' },
      evidence: { session_id: 's25', value: 25 },
    })
  })

  it('keeps the higher tier where a lower one is reached still, with the evidence of today', () => {
    expect(shown(evaluated(12), recorded(25))).toMatchObject({
      tier: 'Silver',
      evidence: { session_id: 's12', value: 12 },
    })
  })

  it('keeps the highest tier as complete', () => {
    expect(shown(evaluated(3), recorded(55))).toMatchObject({
      ...{ tier: 'Olympian', next_tier: null, next_threshold: 50, progress_pct: 100, progress: 3 },
    })
  })

  it('leaves what is better than the record as it is', () => {
    expect(shown(evaluated(45), recorded(25))).toMatchObject({
      tier: 'Diamond',
      progress: 45,
      next_threshold: 50,
    })
  })

  it('shows a secret by its name that was earned once and is hidden by its figures', () => {
    const definition = CATALOG.find(({ secret }) => secret)
    const id = definition?.id ?? ''
    const hidden = evaluated(0, { id, ...HIDDEN, secret: true, state: 'secret', discovered: false })
    const record = { ...[...recorded(10).values()][0], achievement_id: id } as UnlockRecord
    expect(shown(hidden, mapOf(record))).toMatchObject({
      ...{
        name: definition?.name,
        icon: definition?.icon,
        state: 'unlocked',
        discovered: true,
        unlocked: true,
      },
    })
  })

  it('is nothing where there is no record: unlocked in a partial view has no time', () => {
    expect(shown(evaluated(25), mapOf())).toMatchObject({
      unlocked: true,
      unlocked_at: null,
      tier_history: [],
    })
  })
})

describe('who counted', () => {
  const reported = mapOf(...newUnlocks([evaluated(25)], mapOf(), 1, 'self-reported'))

  it('is who counted the figures, while these reach all that was earned', () => {
    for (const provenance of ['scanned', 'self-reported', 'mixed', 'none'] as const) {
      expect(provenanceOfAll(provenance, [evaluated(25)], reported)).toBe(provenance)
    }
  })

  it('is not the server alone while something stands that was earned with self-reported figures', () => {
    expect(provenanceOfAll('scanned', [evaluated(5)], reported)).toBe('mixed')
    expect(provenanceOfAll('none', [evaluated(0)], reported)).toBe('self-reported')
    expect(provenanceOfAll('scanned', [evaluated(5)], recorded(25))).toBe('scanned')
    expect(provenanceOfAll('self-reported', [evaluated(5)], recorded(25))).toBe('mixed')
  })

  it('is the server for good once scanned figures have reached what was self-reported', () => {
    const [borneOut] = newUnlocks([evaluated(28)], reported, 2, 'scanned')
    expect(borneOut).toEqual({ ...reported.get('let_him_cook'), self_reported: false })
    expect(newUnlocks([evaluated(18)], reported, 2, 'scanned')).toEqual([])
    expect(newUnlocks([evaluated(28)], reported, 2, 'mixed')).toEqual([])
    expect(provenanceOfAll('scanned', [evaluated(5)], mapOf(...(borneOut ? [borneOut] : [])))).toBe('scanned')
  })
})
