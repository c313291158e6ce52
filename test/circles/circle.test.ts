import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Circle } from '../../src/circles/circle.ts'
import { beginOfMonth, monthAfter, monthOf } from '../../src/circles/months.ts'
import { pointsOf, type Reached, reachedIn } from '../../src/circles/points.ts'
import { resultOf } from '../../src/circles/result.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { unlocked } from '../pages/made-views.ts'
import { newCircle, Profile } from './circles.ts'

const DAY = 86_400
const at = (text: string) => Date.parse(text) / 1000
const START = at('2026-10-25T00:00:00Z')
const NOVEMBER = { from: at('2026-11-01T00:00:00Z'), until: at('2026-12-01T00:00:00Z') }
const gold = (badge: string, when: number): Reached => ({ badge, tier: 'Gold', at: when })

function joined(circle: Circle, id: string, reached: readonly Reached[] = [], when = START): boolean {
  return circle.join({ id, handle: id, ticket: 1, standing: { revision: 1, reached } }, when)
}

describe('the points of a month', () => {
  it('are those of the tiers reached in it, each worth more than the one below', () => {
    const points = TIER_NAMES.map(pointsOf)
    expect(points).toEqual([...points].sort((a, b) => a - b))
    const reached = [
      gold('a', NOVEMBER.from - 1),
      gold('b', NOVEMBER.from),
      { ...gold('b', NOVEMBER.until - 1), tier: 'Diamond' as const },
      { ...gold('c', NOVEMBER.from + 1), tier: null },
      gold('d', NOVEMBER.until),
    ]
    const [score] = resultOf([{ id: 'ada', reached }], NOVEMBER).scores
    expect(score).toMatchObject({ points: 2 * pointsOf('Gold') + pointsOf('Diamond'), tiers: 3, firsts: 0 })
  })

  it('come of each tier of a published view, and of nothing that is not unlocked', () => {
    const badge = unlocked('one', 'Silver')
    const reached = reachedIn([badge, { ...badge, id: 'two', unlocked: false }])
    expect(reached.map((one) => one.badge)).not.toContain('two')
    expect(reached.length).toBe(Math.max(1, badge.tier_history.length))
  })
})

describe('first to a tier', () => {
  const second = NOVEMBER.from + 100

  it('is whoever reached it before all others, and the same second is shared', () => {
    const members = [
      { id: 'ada', reached: [gold('a', second), gold('b', second + 0.2), gold('c', NOVEMBER.from - 9)] },
      { id: 'bob', reached: [gold('a', second + 1), gold('b', second + 0.9), gold('c', second)] },
    ]
    const { firsts, scores } = resultOf(members, NOVEMBER)
    expect(firsts.map(({ badge, members }) => [badge, members])).toEqual([
      ['a', ['ada']],
      ['b', ['ada', 'bob']],
    ])
    expect(scores.map(({ member, firsts }) => [member, firsts])).toEqual(
      expect.arrayContaining([
        ['ada', 2],
        ['bob', 1],
      ]),
    )
  })
})

describe('a month', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'America/Los_Angeles'])(
    'begins in %s when its calendar says so',
    (zone) => {
      for (const month of ['2026-01', '2026-04', '2026-11', '2026-12']) {
        const begin = beginOfMonth(month, zone)
        expect([monthOf(begin - 1, zone), monthOf(begin, zone)]).not.toEqual([month, month])
        expect(monthOf(begin, zone)).toBe(month)
      }
      expect(monthAfter('2026-12')).toBe('2027-01')
    },
  )

  it('is frozen some hours after its end, and nothing that is told later changes it', () => {
    const { circle, store } = newCircle({ at: START })
    joined(circle, 'ada', [gold('a', START + 10)])
    const end = at('2026-11-01T00:00:00Z')
    expect(circle.due(end + 12 * 3600 - 1).months).toEqual([])
    expect(circle.due(end + 12 * 3600).months).toEqual(['2026-10'])
    circle.freeze('2026-10', end + 12 * 3600)
    const frozen = circle.result('2026-10')
    circle.tell('ada', 1, { revision: 2, reached: [gold('a', START + 10), gold('b', START + 11)] })
    circle.freeze('2026-10', end + DAY)
    expect(circle.result('2026-10')).toEqual(frozen)
    expect(store.months()).toHaveLength(1)
    expect(circle.due(end + DAY).nextAt).toBe(at('2026-12-01T12:00:00Z'))
  })

  it('that was missed is frozen with the next one', () => {
    const { circle } = newCircle({ at: START })
    joined(circle, 'ada')
    expect(circle.due(at('2027-01-01T12:00:00Z')).months).toEqual(['2026-10', '2026-11', '2026-12'])
    expect(circle.months(at('2026-12-05T00:00:00Z'))).toEqual(['2026-12', '2026-11', '2026-10'])
  })
})

describe('a circle', () => {
  it('takes in as many as it has room for, and those who are in again', () => {
    const { circle, store } = newCircle({ at: START, limits: { membersMax: 2, graceSeconds: 1 } })
    expect(['ada', 'bob', 'cy', 'ada'].map((id) => joined(circle, id))).toEqual([true, true, false, true])
    expect(store.members()).toHaveLength(2)
  })

  it('passes to the member who joined first when its maker leaves', () => {
    const { circle, store } = newCircle({ at: START })
    for (const [when, id] of ['ada', 'bob', 'cy'].entries()) joined(circle, id, [], START + when)
    expect(circle.leave('ada', 1)).toBe(true)
    expect(store.facts()?.maker).toBe('bob')
    circle.leave('cy', 1)
    expect(circle.leave('bob', 1)).toBe(false)
  })

  it('takes whoever leaves out of frozen months, and the others keep what they had', () => {
    const { circle } = newCircle({ at: START })
    joined(circle, 'ada', [gold('a', START + 1)])
    joined(circle, 'bob', [gold('b', START + 2)])
    joined(circle, 'cy', [gold('a', START + 1)])
    circle.freeze('2026-10', at('2026-11-02T00:00:00Z'))
    circle.leave('bob', 1)
    circle.leave('cy', 1)
    const { scores, firsts } = circle.result('2026-10')
    expect(scores).toEqual([{ member: 'ada', points: 40, firsts: 1, tiers: 1 }])
    expect(firsts.map(({ members }) => members)).toEqual([['ada']])
  })

  it('hears nothing that is older than what it knows', () => {
    const { circle, store } = newCircle({ at: START })
    joined(circle, 'ada')
    const latest = { revision: 3, reached: [gold('a', START)] }
    circle.tell('ada', 1, latest)
    circle.tell('ada', 1, { revision: 2, reached: [] })
    expect(store.member('ada')?.standing).toEqual(latest)
  })

  it('hears nothing of an earlier stay', () => {
    const { circle, store } = newCircle({ at: START })
    joined(circle, 'ada')
    circle.freeze('2026-10', at('2026-11-02T00:00:00Z'))
    circle.join({ id: 'ada', handle: 'ada', ticket: 2, standing: { revision: 1, reached: [] } }, START)
    expect(circle.result('2026-10').scores).toEqual([])
    circle.leave('ada', 1)
    circle.tell('ada', 1, { revision: 9, reached: [gold('a', START)] })
    expect(store.member('ada')).toMatchObject({ ticket: 2, standing: { revision: 1 } })
  })
})

/** What happens in two weeks, and when. */
type Act =
  | { kind: 'join' | 'leave' | 'erase'; who: number; day: number }
  | { kind: 'publish'; who: number; day: number; reached: Reached[] }
const PEOPLE = 5

const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: act('join') },
  { weight: 1, arbitrary: act('leave') },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('erase' as const),
      who: fc.constant(PEOPLE - 1),
      day: fc.nat(13),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      who: fc.nat(PEOPLE - 1),
      day: fc.nat(13),
      reached: fc.array(
        fc.record({
          badge: fc.constantFrom('a', 'b', 'c', 'd'),
          tier: fc.constantFrom(...TIER_NAMES, null),
          at: fc.integer({ min: START, max: START + 14 * DAY }),
        }),
        { maxLength: 6 },
      ),
    }),
  },
)

function act<Kind extends 'join' | 'leave'>(kind: Kind) {
  return fc.record({ kind: fc.constant(kind), who: fc.nat(PEOPLE - 1), day: fc.nat(13) })
}

/** How the messages of a run travel: which are lost, doubled and late, by a stream of numbers. */
type Travel = (upTo: number) => number

/**
 * Runs two weeks with the end of October between, and returns the frozen month and the members at the end. The acts are
 * the same in every run; their messages are not.
 */
function twoWeeks(acts: readonly Act[], travel: Travel) {
  const { circle, store } = newCircle({ at: START })
  const profiles = Array.from({ length: PEOPLE }, (_, who) => new Profile(who === 0 ? 'ada' : `p${who}`))
  const onTheirWay: { arrives: number; deliver: () => void }[] = []
  const send = (day: number, deliver: () => void) => {
    // Half of them arrive at once and once; others are lost, late, or come twice.
    const copies = [1, 1, 0, 2][travel(3)] ?? 1
    for (let copy = 0; copy < copies; copy++) onTheirWay.push({ arrives: day + travel(4), deliver })
  }
  const join = (profile: Profile, day: number) => {
    if (profile.isGone || profile.isIn) return
    profile.join()
    const { id, ticket, standing } = profile
    const joining = { id, handle: id, ticket, standing }
    // Whoever joins waits for the answer, so the first one arrives.
    circle.join(joining, START + day * DAY)
    send(day, () => circle.join(joining, START + day * DAY))
  }
  const ask = () => {
    for (const { id, ticket } of store.members()) {
      const profile = profiles.find((known) => known.id === id)
      circle.hear({ id, ticket }, profile?.answer(ticket) ?? null)
    }
  }
  const sorted = acts
    .map((act, index) => ({ act, index }))
    .sort((a, b) => a.act.day - b.act.day || a.index - b.index)
  join(profiles[0] as Profile, 0)
  for (let day = 0; day < 14; day++) {
    for (const { act } of sorted.filter(({ act }) => act.day === day)) {
      const profile = profiles[act.who] as Profile
      const { id, ticket } = profile
      if (act.kind === 'join') join(profile, day)
      else if (act.kind === 'publish') {
        profile.publish(act.reached)
        const { standing } = profile
        if (profile.isIn) send(day, () => circle.tell(id, ticket, standing))
      } else if (act.kind === 'leave' && act.who > 0 && profile.isIn) {
        profile.leave()
        send(day, () => circle.leave(id, ticket))
      } else if (act.kind === 'erase') {
        profile.erase()
        send(day, () => circle.leave(id, ticket))
      }
    }
    const arriving = onTheirWay.filter(({ arrives }) => arrives === day)
    while (arriving.length > 0) arriving.splice(travel(arriving.length - 1), 1)[0]?.deliver()
    const now = START + (day + 1) * DAY
    for (const month of circle.due(now).months) {
      ask()
      circle.freeze(month, now)
    }
  }
  ask()
  const members = store.members().map(({ id, handle, standing }) => ({ id, handle, standing }))
  const [month = ''] = circle.months(START + 14 * DAY)
  return {
    frozen: circle.result('2026-10'),
    open: circle.result(month),
    members: members.sort((a, b) => (a.id < b.id ? -1 : 1)),
    truth: profiles
      .filter(({ isIn }) => isIn)
      .map(({ id }) => id)
      .sort(),
  }
}

describe('two weeks of a circle, with the end of a month', () => {
  it('come to the same whichever messages are lost, doubled, late or out of order', () => {
    fc.assert(
      fc.property(
        fc.array(anAct, { minLength: 10, maxLength: 60 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        (acts, chances) => {
          const straight = twoWeeks(acts, () => 0)
          const crooked = twoWeeks(acts, (upTo) => chances.next().value % (upTo + 1))
          expect(crooked).toEqual(straight)
          expect(straight.members.map(({ id }) => id)).toEqual(straight.truth)
        },
      ),
    )
  })
})
