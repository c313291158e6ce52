import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregateSessions, contributionOf } from '../../src/engine/aggregate.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { earnedPlaces, type Milestones, updatedMilestones } from '../../src/engine/milestones.ts'
import { comparePlaces, earlierPlace, type Place, placeOf } from '../../src/engine/place.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { runs } from '../properties.ts'
import { inOrder, plainDates } from './plain-dates.ts'
import { anySession, session } from './sessions.ts'

const ZONE = 'Europe/Berlin'
function listed(reached: Milestones): Map<string, Place> {
  return new Map(
    [...earnedPlaces(reached)].flatMap(([id, { unlocked, tiers }]) => [
      [id, unlocked] as const,
      ...tiers.map(({ tier, place }) => [`${id} ${tier}`, place] as const),
    ]),
  )
}

/** A history whose changes are followed. */
class Followed {
  readonly sessions = new Map<string, SessionStats>()
  reached: Milestones = {}
  #from: Place | null | 'unchanged' = null

  change(id: string, stats: SessionStats | undefined): void {
    const before = this.sessions.get(id)
    for (const each of [before, stats])
      if (each && this.#from !== null)
        this.#from = this.#from === 'unchanged' ? placeOf(each) : earlierPlace(this.#from, placeOf(each))
    if (stats === undefined) this.sessions.delete(id)
    else this.sessions.set(id, stats)
  }

  /** Returns how many sessions were counted. */
  update(): number {
    const from = this.#from
    if (from === 'unchanged') return 0
    const tail = inOrder(this.sessions.values()).filter(
      (each) => !from || comparePlaces(placeOf(each), from) >= 0,
    )
    const contributions = tail.map((stats) => contributionOf(stats, ZONE))
    const whole = aggregateSessions(this.sessions.values(), ZONE)
    this.reached = updatedMilestones(whole, this.reached, from, () => contributions)
    this.#from = 'unchanged'
    return tail.length
  }
}

/** Sessions large enough to reach something, with times that are equal now and then, or none. */
const large = fc
  .record({
    stats: anySession,
    factor: fc.constantFrom(1, 20, 300, 2_000),
    last_active: fc.oneof(fc.constantFrom(null, 0, Number.NaN, 1e15), fc.integer({ min: 1, max: 40 })),
    id: fc.integer({ min: 0, max: 25 }),
  })
  .map(({ stats, factor, last_active, id }) => {
    const counts = Object.entries(stats).map(([name, value]) => [
      name,
      typeof value === 'number' && name !== 'started_at' ? value * factor : value,
    ])
    return { ...(Object.fromEntries(counts) as SessionStats), session_id: `s${id}`, last_active }
  })

describe('milestones', () => {
  it('are those of counting plainly, whatever sessions come, change and go', () => {
    const step = fc.record({ stats: large, remove: fc.boolean(), update: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const followed = new Followed()
        for (const { stats, remove, update } of steps) {
          const id = stats.session_id
          followed.change(id, remove && followed.sessions.has(id) ? undefined : stats)
          if (!update) continue
          followed.update()
          followed.reached = JSON.parse(JSON.stringify(followed.reached))
        }
        followed.update()
        expect(listed(followed.reached)).toEqual(plainDates(followed.sessions.values(), ZONE))
      }),
      { numRuns: runs(200) },
    )
  })

  it('reach every threshold of the catalog at once if one session does', () => {
    const followed = new Followed()
    const counts = Object.fromEntries(
      Object.entries(session()).flatMap(([name, value]) => (typeof value === 'number' ? [[name, 1e9]] : [])),
    )
    followed.change('s', session({ ...counts, session_id: 's', started_at: null, last_active: 5 }))
    followed.update()
    const places = earnedPlaces(followed.reached)
    expect(places.size).toBeGreaterThan(CATALOG.length / 2)
    for (const { unlocked, tiers } of places.values())
      for (const place of [unlocked, ...tiers.map((each) => each.place)])
        expect(place).toEqual({ at: 5, session_id: 's' })
  })

  it('cost an appended or grown session no more than that session', () => {
    const followed = new Followed()
    for (let at = 1; at <= 50; at++)
      followed.change(`s${at}`, session({ session_id: `s${at}`, last_active: at, git_events: at }))
    expect(followed.update()).toBe(50)
    followed.change('s51', session({ session_id: 's51', last_active: 51, git_events: 5_000 }))
    expect(followed.update()).toBe(1)
    followed.change('s51', session({ session_id: 's51', last_active: 60, git_events: 6_000 }))
    expect(followed.update()).toBe(1)
    expect(listed(followed.reached)).toEqual(plainDates(followed.sessions.values(), ZONE))
  })
})
