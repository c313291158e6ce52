import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Achievement } from '../../src/contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../../src/engine/types.ts'
import { compare } from '../../src/view/comparison.ts'

/** A badge that reached these tiers, at these times. */
function tiered(id: string, reached: Partial<Record<TierName, number>>): Achievement {
  const tier_history = TIER_NAMES.flatMap((tier) => {
    const at = reached[tier]
    return at === undefined ? [] : [{ tier, reached_at: at }]
  })
  const unlocked = tier_history.length > 0
  return {
    ...open(id),
    unlocked,
    tier: tier_history.at(-1)?.tier ?? null,
    unlocked_at: tier_history[0]?.reached_at ?? null,
    tier_history,
  }
}

const untiered = (id: string, at: number): Achievement => ({ ...open(id), unlocked: true, unlocked_at: at })

function open(id: string): Achievement {
  return {
    ...{ id, name: id, description: '', criteria: '', category: 'All', kind: 'lifetime', icon: 'x' },
    ...{ state: 'discovered', unlocked: false, discovered: true, progress: 0, progress_pct: 0 },
    ...{ tier: null, next_tier: null, next_threshold: null, unlocked_at: null, tier_history: [] },
  }
}

const secret = (number: number): Achievement => ({ ...open(`secret_${number}`), state: 'secret' })
const ids = (rows: readonly { badge: { id: string } }[]) => rows.map(({ badge }) => badge.id)

const time = fc.integer({ min: 1, max: 4 })
const badge = (id: string) =>
  fc.oneof(
    fc.constant(open(id)),
    time.map((at) => untiered(id, at)),
    fc.dictionary(fc.constantFrom(...TIER_NAMES), time).map((reached) => tiered(id, reached)),
  )
const profile = fc.tuple(badge('a'), badge('b'), badge('c'))

describe('two profiles compared', () => {
  it('have what both have, what only one has, and how much nobody has', () => {
    const one = [tiered('a', { Copper: 1 }), untiered('b', 5), open('c'), open('d'), secret(1)]
    const other = [tiered('a', { Copper: 2, Silver: 3 }), open('b'), tiered('c', { Copper: 1 }), open('d')]
    const { both, onlyOne, onlyOther, neither } = compare(one, [...other, secret(1)])
    expect([ids(both), ids(onlyOne), ids(onlyOther), neither]).toEqual([['a'], ['b'], ['c'], 2])
    expect(both[0]).toMatchObject({ one: { tier: 'Copper', at: 1 }, other: { tier: 'Silver', at: 3 } })
    expect(onlyOne[0]).toMatchObject({ one: { tier: null, at: 5 }, other: null, first: null })
  })

  it('were first at the lower of their tiers, not at the higher', () => {
    const early = tiered('a', { Copper: 1, Silver: 9 })
    const late = tiered('a', { Copper: 2, Silver: 3, Gold: 4 })
    expect(compare([early], [late]).both[0]?.first).toBe('other')
    expect(compare([early], [tiered('a', { Copper: 2 })]).both[0]?.first).toBe('one')
    expect(compare([untiered('b', 7)], [untiered('b', 6)]).firsts).toEqual({ one: 0, other: 1 })
  })

  it('were neither first at the same time, nor at one that is unknown', () => {
    expect(compare([untiered('b', 7)], [untiered('b', 7)]).both[0]?.first).toBeNull()
    const undated: Achievement = { ...tiered('a', { Copper: 1 }), tier_history: [] }
    expect(compare([undated], [tiered('a', { Copper: 2 })]).both[0]?.first).toBeNull()
  })

  it('show a secret that one has come upon, and none that both still hide', () => {
    const found: Achievement = { ...untiered('hidden_thing', 3), secret: true, state: 'unlocked' }
    const { onlyOne, onlyOther, neither } = compare([found, secret(1)], [secret(1), secret(2)])
    expect([ids(onlyOne), ids(onlyOther), neither]).toEqual([['hidden_thing'], [], 1])
  })

  it('are the same from the other side', () => {
    fc.assert(
      fc.property(profile, profile, (one, other) => {
        const [there, back] = [compare(one, other), compare(other, one)]
        expect(ids(back.both).sort()).toEqual(ids(there.both).sort())
        expect(ids(back.onlyOne)).toEqual(ids(there.onlyOther))
        expect(back.firsts).toEqual({ one: there.firsts.other, other: there.firsts.one })
        const { both, onlyOne, onlyOther, neither } = there
        expect(both.length + onlyOne.length + onlyOther.length + neither).toBe(one.length)
      }),
    )
  })
})
