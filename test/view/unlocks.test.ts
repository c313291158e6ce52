import { describe, expect, it } from 'vitest'
import type { Provenance } from '../../src/contract/achievements.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { HIDDEN } from '../../src/engine/evaluate.ts'
import { type EvaluatedAchievement, TIER_NAMES } from '../../src/engine/types.ts'
import {
  isRecordedAt,
  newUnlocks,
  provenanceOfAll,
  type RecordingScan,
  type UnlockRecord,
  withUnlocks,
} from '../../src/view/unlocks.ts'
import { evaluated } from './made-achievements.ts'

/** A scan at `now`, whose sessions earned nothing that has a date. */
const scanAt = (
  now: number,
  provenance: Provenance = 'scanned',
  over: Partial<RecordingScan> = {},
): RecordingScan => ({
  now,
  provenance,
  places: new Map(),
  imported: false,
  timeZone: 'UTC',
  ...over,
})

const missing = (): never => {
  throw new Error('no record')
}

const mapOf = (...records: UnlockRecord[]) =>
  new Map(records.map((record) => [record.achievement_id, record]))

/** The record after scans that found these figures, at 1, 2, 3 … */
function recorded(...progress: number[]) {
  let records = mapOf()
  for (const [index, value] of progress.entries()) {
    records = mapOf(...records.values(), ...newUnlocks([evaluated(value)], records, scanAt(index + 1)))
  }
  return records
}

const shown = (item: EvaluatedAchievement, records: ReadonlyMap<string, UnlockRecord>) =>
  withUnlocks([item], records)[0]

describe('a finished scan', () => {
  it('records an unlock with its time, first tier, evidence, and every tier up to the one reached', () => {
    expect(newUnlocks([evaluated(25)], mapOf(), scanAt(7))).toEqual([
      {
        achievement_id: 'let_him_cook',
        ...{ unlocked_at: 7, recorded_at: 7, dated_by: 'scan' },
        first_tier: 'Silver',
        evidence: { session_id: 's25', title: 'T', value: 25 },
        tier_history: [
          { tier: 'Copper', reached_at: 7, recorded_at: 7, dated_by: 'scan' },
          { tier: 'Silver', reached_at: 7, recorded_at: 7, dated_by: 'scan' },
        ],
        self_reported: false,
      },
    ])
  })

  it('adds when each further tier was reached, and changes nothing else', () => {
    const record = recorded(10, 15, 35).get('let_him_cook')
    expect(record).toMatchObject({ unlocked_at: 1, first_tier: 'Copper', evidence: { value: 10 } })
    expect(record?.tier_history).toMatchObject([
      { tier: 'Copper', reached_at: 1 },
      { tier: 'Silver', reached_at: 3 },
      { tier: 'Gold', reached_at: 3 },
    ])
  })

  it('records nothing where nothing is new, nothing is unlocked, or a tier comes back', () => {
    expect(newUnlocks([evaluated(15)], recorded(10), scanAt(9))).toEqual([])
    expect(newUnlocks([evaluated(5)], mapOf(), scanAt(9))).toEqual([])
    expect(newUnlocks([evaluated(25)], recorded(25, 5), scanAt(9))).toEqual([])
  })

  it('records an achievement without tiers once', () => {
    const item = evaluated(0, { kind: 'multi_condition', unlocked: true, tier: null })
    const [record] = newUnlocks([item], mapOf(), scanAt(7))
    expect(record).toMatchObject({ unlocked_at: 7, first_tier: null, tier_history: [] })
    expect(newUnlocks([item], mapOf(...(record ? [record] : [])), scanAt(9))).toEqual([])
  })
})

describe('the dates of an unlock', () => {
  /** Copper was reached at `copper`, Silver at `silver`. */
  const placed = (copper: number, silver: number | null) => {
    const place = (at: number | null) => ({ at, session_id: 's' })
    const tiers = [
      { tier: 'Copper' as const, place: place(copper) },
      { tier: 'Silver' as const, place: place(silver) },
    ]
    return { places: new Map([['let_him_cook', { unlocked: place(copper), tiers }]]) }
  }
  const first = () =>
    newUnlocks([evaluated(25)], mapOf(), scanAt(100, 'scanned', { ...placed(3, 5), imported: true }))

  it('are those of the sessions that reached the tiers, and it is known when a scan counted them', () => {
    expect(first()).toMatchObject([
      {
        ...{ unlocked_at: 3, recorded_at: 100, imported: true },
        tier_history: [
          { tier: 'Copper', reached_at: 3, recorded_at: 100, imported: true },
          { tier: 'Silver', reached_at: 5, recorded_at: 100, imported: true },
        ],
      },
    ])
    expect(JSON.stringify(first())).not.toContain('dated_by')
  })

  it('are that of the scan where the session has none, and say so', () => {
    const [record] = newUnlocks([evaluated(25)], mapOf(), scanAt(100, 'scanned', placed(3, null)))
    expect(record).toMatchObject({
      unlocked_at: 3,
      tier_history: [{}, { reached_at: 100, dated_by: 'scan' }],
    })
    expect(record).not.toHaveProperty('dated_by')
    expect(record?.tier_history[0]).not.toHaveProperty('dated_by')
  })

  it('follow the sessions, and when they were recorded stays', () => {
    const [moved] = newUnlocks([evaluated(25)], mapOf(...first()), scanAt(200, 'scanned', placed(2, 9)))
    expect(moved).toMatchObject({
      ...{ unlocked_at: 2, recorded_at: 100, imported: true },
      tier_history: [
        { reached_at: 2, recorded_at: 100 },
        { reached_at: 9, recorded_at: 100 },
      ],
    })
    expect(newUnlocks([evaluated(25)], mapOf(...first()), scanAt(200, 'scanned', placed(3, 5)))).toEqual([])
  })

  it('stay for a tier that the figures no longer reach', () => {
    const records = newUnlocks([evaluated(15)], mapOf(...first()), scanAt(200, 'scanned', placed(2, 9)))
    expect(records[0]?.tier_history).toMatchObject([{ reached_at: 2 }, { tier: 'Silver', reached_at: 5 }])
  })

  it('that were recorded before both were kept were those of the scan', () => {
    const old: UnlockRecord = {
      ...{ achievement_id: 'let_him_cook', unlocked_at: 50, first_tier: 'Copper', evidence: null },
      tier_history: [{ tier: 'Copper', reached_at: 50 }],
    }
    const [record] = newUnlocks([evaluated(25)], mapOf(old), scanAt(200, 'scanned', placed(3, 5)))
    expect(record).toMatchObject({
      ...{ unlocked_at: 3, recorded_at: 50, first_tier: 'Copper' },
      tier_history: [
        { reached_at: 3, recorded_at: 50 },
        { reached_at: 5, recorded_at: 200 },
      ],
    })
    expect(record).not.toHaveProperty('imported')
  })
})

describe('what depends on the clock', () => {
  const nights = (progress: number) => evaluated(progress, { id: 'night_shift_operator' })
  const placesAt = (...times: number[]) => {
    const tiers = TIER_NAMES.slice(0, times.length).map((tier, index) => ({
      tier,
      place: { at: times[index] ?? 0, session_id: 's' },
    }))
    return {
      places: new Map([
        ['night_shift_operator', { unlocked: { at: times[0] ?? 0, session_id: 's' }, tiers }],
      ]),
    }
  }
  const utc = newUnlocks([nights(15)], mapOf(), scanAt(100, 'scanned', placesAt(1)))
  const inTokyo = (progress: number, ...times: number[]) =>
    newUnlocks(
      [nights(progress)],
      mapOf(...utc),
      scanAt(200, 'scanned', { ...placesAt(...times), timeZone: 'Asia/Tokyo' }),
    )

  it('is only ever earned in the present time zone', () => {
    const tokyo = inTokyo(25, 2, 3)
    expect(shown(nights(25), mapOf(...tokyo))).toMatchObject({
      tier: 'Silver',
      tier_history: [
        { tier: 'Copper', reached_at: 2, recorded_at: 100 },
        { tier: 'Silver', reached_at: 3, recorded_at: 200 },
      ],
    })
    const back = newUnlocks([nights(15)], mapOf(...tokyo), scanAt(300, 'scanned', placesAt(1)))
    // To the letter what it is where the zone was never another, but for what is put aside.
    expect(withUnlocks([nights(15)], mapOf(...back))).toEqual(withUnlocks([nights(15)], mapOf(...utc)))
    expect(JSON.stringify(withUnlocks([nights(15)], mapOf(...back)))).not.toContain('Silver","reached')
    expect(isRecordedAt(back[0] ?? missing(), 300)).toBe(false)
  })

  it('lapses where the present zone does not reach it, and comes back with the day on which it was recorded', () => {
    const tokyo = inTokyo(5)
    expect(shown(nights(5), mapOf(...tokyo))).toMatchObject({
      unlocked: false,
      unlocked_at: null,
      tier_history: [],
    })
    expect(provenanceOfAll('scanned', [nights(5)], mapOf(...tokyo))).toBe('scanned')
    expect(
      newUnlocks([nights(5)], mapOf(...tokyo), scanAt(250, 'scanned', { timeZone: 'Asia/Tokyo' })),
    ).toEqual([])
    const back = newUnlocks([nights(15)], mapOf(...tokyo), scanAt(300, 'scanned', placesAt(1)))
    expect(withUnlocks([nights(15)], mapOf(...back))).toEqual(withUnlocks([nights(15)], mapOf(...utc)))
  })

  it('stays earned in its zone, as anything else, and when that goes by another name', () => {
    expect(newUnlocks([nights(5)], mapOf(...utc), scanAt(300))).toEqual([])
    expect(newUnlocks([nights(5)], mapOf(...utc), scanAt(300, 'scanned', { timeZone: 'Etc/UCT' }))).toEqual(
      [],
    )
    expect(shown(nights(5), mapOf(...utc))).toMatchObject({ tier: 'Copper', unlocked: true })
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
  const reported = mapOf(...newUnlocks([evaluated(25)], mapOf(), scanAt(1, 'self-reported')))

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
    const [borneOut] = newUnlocks([evaluated(28)], reported, scanAt(2))
    expect(borneOut).toEqual({ ...reported.get('let_him_cook'), self_reported: false })
    expect(newUnlocks([evaluated(18)], reported, scanAt(2))).toEqual([])
    expect(newUnlocks([evaluated(28)], reported, scanAt(2, 'mixed'))).toEqual([])
    expect(provenanceOfAll('scanned', [evaluated(5)], mapOf(...(borneOut ? [borneOut] : [])))).toBe('scanned')
  })
})
