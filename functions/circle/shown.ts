import type { CircleFacts, Member } from '../../src/circles/circle.ts'
import { beginOfMonth, monthAfter } from '../../src/circles/months.ts'
import type { Result } from '../../src/circles/result.ts'
import type { Circle, ListedCircle } from '../../src/contract/circles.ts'
import { CATALOG } from '../../src/engine/catalog.ts'

interface Shown {
  facts: CircleFacts
  members: readonly Member[]
  /** The month, those that can be shown, and the result of the one. */
  month: string
  months: string[]
  result: Result & { frozen_at: number | null }
  membersMax: number
  graceSeconds: number
}

/** Returns a circle as its members see it, without the code. */
export function shownCircle({
  facts,
  members,
  month,
  months,
  result,
  membersMax,
  graceSeconds,
}: Shown): Circle {
  const handleOf = handlesOf(members)
  return {
    ...base(facts, members),
    members: [...members]
      .sort((a, b) => a.joined_at - b.joined_at || (a.handle < b.handle ? -1 : 1))
      .map(({ handle, joined_at }) => ({ handle, joined_at })),
    members_max: membersMax,
    months,
    month,
    frozen_at: result.frozen_at,
    freezes_at: beginOfMonth(monthAfter(month), facts.time_zone) + graceSeconds,
    standings: result.scores.map(({ member, points, firsts, tiers }) => ({
      rank: rankOf(result, points),
      handle: handleOf(member),
      points,
      firsts,
      tiers,
    })),
    firsts: result.firsts.map(({ badge, tier, at, members: sharing }) => ({
      achievement_id: badge,
      name: CATALOG.find(({ id }) => id === badge)?.name ?? badge,
      tier,
      at,
      handles: sharing.map(handleOf),
    })),
  }
}

/** Returns what the list of a member's circles says of one. */
export function listedCircle(
  facts: CircleFacts,
  members: readonly Member[],
  result: Result,
  id: string,
): ListedCircle {
  const points = result.scores.find(({ member }) => member === id)?.points ?? 0
  return { ...base(facts, members), rank: rankOf(result, points), points }
}

function base({ id, name, time_zone, created_at, maker }: CircleFacts, members: readonly Member[]) {
  const made = { id, name, time_zone, created_at }
  return { ...made, maker: handlesOf(members)(maker), member_count: members.length }
}

function handlesOf(members: readonly Member[]): (id: string) => string {
  const handles = new Map(members.map(({ id, handle }) => [id, handle]))
  return (id) => handles.get(id) ?? ''
}

/** Those with as many points share a rank. */
function rankOf({ scores }: Result, points: number): number {
  return 1 + scores.filter((score) => score.points > points).length
}
