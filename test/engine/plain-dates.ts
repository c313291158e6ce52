import { addSession, contributionOf, emptyAggregate, figures } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import { comparePlaces, type Place, placeOf } from '../../src/engine/place.ts'
import type { SessionStats } from '../../src/engine/types.ts'

export const inOrder = (sessions: Iterable<SessionStats>) =>
  [...sessions].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))

/**
 * Counts the sessions one by one, evaluates everything each time, and records what is new: places by the id of an
 * achievement, and by its id and tier (`let_him_cook Gold`).
 */
export function plainDates(sessions: Iterable<SessionStats>, zone: string): Map<string, Place> {
  const earned = new Map<string, Place>()
  const aggregate = emptyAggregate(zone)
  for (const latest of inOrder(sessions)) {
    addSession(aggregate, contributionOf(latest, zone))
    for (const { id, unlocked, tiers = [], tier } of evaluate(figures(aggregate), {})) {
      if (!unlocked) continue
      const names = tiers.map(({ name }) => name)
      const reached =
        tier === null ? [id] : names.slice(0, names.indexOf(tier) + 1).map((name) => `${id} ${name}`)
      for (const key of [id, ...reached]) if (!earned.has(key)) earned.set(key, placeOf(latest))
    }
  }
  return earned
}
