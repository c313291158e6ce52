import { describe, expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { NOTHING_COUNTED, type Tallied, tallyOf, toldNext } from '../../src/rarity/tally.ts'

const DAY = 86_400
const FIRST_AT = 1_700_000_000
const [tiered] = CATALOG.filter(({ kind, secret }) => kind === 'lifetime' && !secret)
const [untiered] = CATALOG.filter(({ kind, secret }) => kind === 'multi_condition' && !secret)
const [secret] = CATALOG.filter((definition) => definition.secret)
const [TIERED = '', UNTIERED = '', SECRET = ''] = [tiered, untiered, secret].map((one) => one?.id)

type Item = Tallied['achievements'][number]
const item = (id: string, change: Partial<Item> = {}): Item => ({
  id,
  unlocked: true,
  tier: null,
  tier_history: [],
  unlocked_at: FIRST_AT,
  ...change,
})

function reached(achievements: Item[], change: Partial<Tallied> = {}): unknown {
  return JSON.parse(tallyOf({ achievements, provenance: 'scanned', firstAt: FIRST_AT, ...change }).reached)
}

describe('what a page counts as', () => {
  it('is the page itself, and each tier that it has with the time it took', () => {
    const tier_history = [
      { tier: 'Copper' as const, reached_at: FIRST_AT },
      { tier: 'Silver' as const, reached_at: FIRST_AT + 7 * DAY + 1 },
      { tier: 'Gold' as const, reached_at: FIRST_AT + 800 * DAY },
    ]
    const gold = item(TIERED, { tier: 'Gold', tier_history })
    expect(reached([gold, item(UNTIERED, { unlocked_at: FIRST_AT + 2 * DAY })])).toEqual({
      '': '-',
      [TIERED]: '03a',
      [UNTIERED]: '1',
    })
  })

  it('has no time where none is known', () => {
    const tier_history = [{ tier: 'Copper' as const, reached_at: FIRST_AT, dated_by: 'scan' as const }]
    const silver = item(TIERED, { tier: 'Silver', tier_history })
    expect(reached([silver, item(UNTIERED)], { firstAt: null })).toEqual({
      '': '-',
      [TIERED]: '--',
      [UNTIERED]: '-',
    })
    expect(reached([silver, item(UNTIERED, { dated_by: 'scan' })])).toEqual({
      '': '-',
      [TIERED]: '--',
      [UNTIERED]: '-',
    })
  })

  it('is nothing of what is locked or secret', () => {
    expect(reached([item(TIERED, { unlocked: false }), item(SECRET), item('secret_1')])).toEqual({ '': '-' })
  })

  it.each([
    ['scanned', 'scanned'],
    ['self-reported', 'self_reported'],
    ['mixed', 'self_reported'],
    ['none', null],
  ] as const)('%s figures count among %s', (provenance, basis) => {
    expect(tallyOf({ achievements: [], provenance, firstAt: null }).basis).toBe(basis)
  })

  it('is the server’s own count in views from before there were reports', () => {
    expect(tallyOf({ achievements: [], firstAt: null }).basis).toBe('scanned')
  })
})

describe('what the registry is told next', () => {
  const tally = tallyOf({ achievements: [item(UNTIERED)], provenance: 'scanned', firstAt: FIRST_AT })

  it('is what it was told before, if that is the same', () => {
    const told = toldNext(null, tally, 5)
    expect(told).toEqual({ ...tally, revision: 5 })
    expect(toldNext(told, { ...tally }, 9)).toBe(told)
  })

  it('has a higher revision if it differs, even if the clock went back', () => {
    const told = toldNext(null, tally, 5)
    expect(toldNext(told, NOTHING_COUNTED, 9).revision).toBe(9)
    expect(toldNext(told, NOTHING_COUNTED, 3).revision).toBe(6)
    expect(toldNext({ ...told, untold: true, due_at: 1 }, NOTHING_COUNTED, 9)).toEqual({
      ...NOTHING_COUNTED,
      revision: 9,
    })
  })
})
