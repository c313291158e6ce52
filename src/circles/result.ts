import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { pointsOf, type Reached } from './points.ts'

/** What somebody came to in a month. */
export interface Score {
  /** The profile's id. */
  member: string
  points: number
  /** Tiers that nobody in the circle had before, those shared by the second included. */
  firsts: number
  /** Tiers reached. */
  tiers: number
}

/** A tier that somebody reached before everyone else in the circle. */
export interface First extends Reached {
  /** More than one if they share the second. */
  members: string[]
}

/** The result of a month. */
export interface Result {
  /** Most points first. */
  scores: Score[]
  /** Latest first. */
  firsts: First[]
}

interface Reacher {
  id: string
  reached: readonly Reached[]
}

/**
 * Returns the result of a month for the members of a circle, in whatever order they come. Alone, nobody is first.
 * @param from Unix seconds
 * @param until Unix seconds, exclusive
 */
export function resultOf(
  members: readonly Reacher[],
  { from, until }: { from: number; until: number },
): Result {
  const isWithin = ({ at }: Reached) => at >= from && at < until
  const firsts = members.length > 1 ? firstsOf(members).filter(isWithin) : []
  const scores = members.map(({ id, reached }) => {
    const within = reached.filter(isWithin)
    return {
      member: id,
      points: within.reduce((sum, { tier }) => sum + pointsOf(tier), 0),
      firsts: firsts.filter((first) => first.members.includes(id)).length,
      tiers: within.length,
    }
  })
  return { scores: scores.sort(byPoints), firsts }
}

/** Returns a result without someone who left. The others keep the points and firsts that they had. */
export function withoutMember({ scores, firsts }: Result, id: string): Result {
  const others = firsts.map((first) => ({
    ...first,
    members: first.members.filter((member) => member !== id),
  }))
  return {
    scores: scores.filter(({ member }) => member !== id),
    firsts: others.filter(({ members }) => members.length > 0),
  }
}

function firstsOf(members: readonly Reacher[]): First[] {
  const firsts = new Map<string, First>()
  for (const { id, reached } of members) {
    for (const { badge, tier, at } of reached) {
      const key = `${badge} ${tier}`
      // Half a second is no lead.
      const second = Math.floor(at)
      const first = firsts.get(key)
      if (!first || second < first.at) firsts.set(key, { badge, tier, at: second, members: [id] })
      else if (second === first.at && !first.members.includes(id)) first.members.push(id)
    }
  }
  for (const { members: shared } of firsts.values()) shared.sort()
  return [...firsts.values()].sort(latestFirst)
}

function latestFirst(a: First, b: First): number {
  return b.at - a.at || rank(b.tier) - rank(a.tier) || (a.badge < b.badge ? -1 : 1)
}

function byPoints(a: Score, b: Score): number {
  return b.points - a.points || b.firsts - a.firsts || (a.member < b.member ? -1 : 1)
}

function rank(tier: TierName | null): number {
  return tier === null ? -1 : TIER_NAMES.indexOf(tier)
}
