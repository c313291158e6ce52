import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PACE_DAYS, RaritySchema } from '../../src/contract/rarity.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { type RaritySum, rarityOf } from '../../src/rarity/bands.ts'
import { NO_PACE, PACES, PAGE } from '../../src/rarity/tally.ts'

const LIMITS = { pagesMin: 50, holdersMin: 5, timedMin: 20 }
const [tiered] = CATALOG.filter(({ kind, secret }) => kind === 'lifetime' && !secret)
const [untiered] = CATALOG.filter(({ kind, secret }) => kind === 'multi_condition' && !secret)
const [secret] = CATALOG.filter((definition) => definition.secret)
const [TIERED = '', UNTIERED = '', SECRET = ''] = [tiered, untiered, secret].map((one) => one?.id)

const sum = (badge: string, pages: number, change: Partial<RaritySum> = {}): RaritySum => ({
  basis: 'scanned',
  badge,
  step: 1,
  pace: NO_PACE,
  pages,
  ...change,
})

/** Returns what is said of a badge that so many pages have. */
function said(pages: number, ...sums: RaritySum[]) {
  return rarityOf([sum(PAGE, pages), ...sums], LIMITS).scanned
}

const bandOf = (holders: number, pages: number) =>
  said(pages, sum(UNTIERED, holders))?.badges[UNTIERED]?.[0]?.band

describe('what is said of how rare a badge is', () => {
  it.each([
    [5, 501, 'one_in_100'],
    [5, 500, 'one_in_20'],
    [5, 101, 'one_in_20'],
    [5, 100, 'one_in_5'],
    [20, 100, 'one_in_2'],
    [49, 100, 'one_in_2'],
    [50, 100, 'most'],
    [100, 100, 'most'],
  ])('%i of %i pages: %s', (holders, pages, band) => {
    expect(bandOf(holders, pages)).toBe(band)
  })

  it('is nothing while there are too few pages, or too few of them have it', () => {
    expect(said(49, sum(TIERED, 49))).toBeNull()
    expect(said(50, sum(TIERED, 4), sum(UNTIERED, 5))?.badges).toEqual({
      [UNTIERED]: [{ tier: null, band: 'one_in_5', median_days: null }],
    })
  })

  it('is of each tier alone, lowest first', () => {
    const sums = [5, 1, 4, 2, 3].map((step) => sum(TIERED, 100 - 18 * step, { step }))
    expect(said(100, ...sums)?.badges[TIERED]?.map(({ tier, band }) => [tier, band])).toEqual([
      ['Copper', 'most'],
      ['Silver', 'most'],
      ['Gold', 'one_in_2'],
      ['Diamond', 'one_in_2'],
      ['Olympian', 'one_in_5'],
    ])
  })

  it('keeps pages apart that count themselves', () => {
    const theirs = { basis: 'self_reported' } as const
    const rarity = rarityOf(
      [sum(PAGE, 60), sum(UNTIERED, 6), sum(PAGE, 80, theirs), sum(UNTIERED, 80, theirs)],
      LIMITS,
    )
    expect([rarity.scanned?.pages, rarity.self_reported?.pages]).toEqual([60, 80])
    expect(rarity.scanned?.badges[UNTIERED]?.[0]?.band).toBe('one_in_5')
    expect(rarity.self_reported?.badges[UNTIERED]?.[0]?.band).toBe('most')
  })

  it('is nothing of a secret, nor of a badge that the catalog has no more', () => {
    expect(said(100, sum(SECRET, 90), sum('gone', 90))?.badges).toEqual({})
  })

  it('is what the API promises, and no count of holders, whatever the sums are', () => {
    const sums = fc.record({
      basis: fc.constantFrom('scanned' as const, 'self_reported' as const),
      badge: fc.constantFrom(PAGE, TIERED, UNTIERED, SECRET, 'gone'),
      step: fc.integer({ min: 1, max: 5 }),
      pace: fc.constantFrom(NO_PACE, ...PACES),
      pages: fc.nat(300),
    })
    fc.assert(
      fc.property(fc.array(sums, { maxLength: 60 }), (given) => {
        const rarity = rarityOf(given, LIMITS)
        expect(RaritySchema.parse(rarity)).toEqual(rarity)
        for (const basis of [rarity.scanned, rarity.self_reported]) {
          expect(basis?.pages ?? 50).toBeGreaterThanOrEqual(50)
          expect(Object.keys(basis?.badges ?? {})).not.toContain(SECRET)
        }
      }),
    )
  })
})

describe('the time to a tier', () => {
  const medianOf = (...paces: [pace: string, pages: number][]) =>
    said(100, ...paces.map(([pace, pages]) => sum(UNTIERED, pages, { pace })))?.badges[UNTIERED]?.[0]
      ?.median_days

  it('is that within which half of the pages got there whose time is known', () => {
    expect(medianOf(['0', 10], ['3', 10])).toBe(1)
    expect(medianOf(['0', 9], ['3', 11])).toBe(14)
    expect(medianOf(['0', 9], ['3', 11], [NO_PACE, 80])).toBe(14)
    expect(medianOf(['0', 9], ['9', 11])).toBe(730)
  })

  it('is not said of few pages, nor where most took longer than the longest pace', () => {
    expect(medianOf(['0', 19], [NO_PACE, 80])).toBeNull()
    expect(medianOf(['0', 9], ['a', 11])).toBeNull()
  })

  it('agrees with the middle of all times, rounded up to a pace', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(PACE_DAYS.length - 1), { minLength: 20, maxLength: 90 }), (paces) => {
        const middle = paces.toSorted((a, b) => a - b)[Math.ceil(paces.length / 2) - 1] ?? 0
        expect(medianOf(...paces.map((pace): [string, number] => [PACES[pace] ?? '', 1]))).toBe(
          PACE_DAYS[middle],
        )
      }),
    )
  })
})
