import type { Achievement } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'

/** Two profiles badge by badge, from what visitors see of each. */

export const SIDES = ['one', 'other'] as const
export type Side = (typeof SIDES)[number]

export interface ComparedBadge {
  /** As the one shows it that shows it. */
  badge: Pick<Achievement, 'id' | 'name' | 'category'>
  /** Null while it is not unlocked. */
  one: Earned | null
  other: Earned | null
  /** Who reached first what both have: the lower of their tiers. Null if only one has it, or nobody knows. */
  first: Side | null
}

export interface Earned {
  /** Null if the badge has no tiers. */
  tier: TierName | null
  /** When that was reached. Unix seconds. */
  at: number | null
}

export interface Comparison {
  both: ComparedBadge[]
  onlyOne: ComparedBadge[]
  onlyOther: ComparedBadge[]
  /** How many badges nobody has unlocked. */
  neither: number
  /** How often each was first at what both have. */
  firsts: Readonly<Record<Side, number>>
}

type Badges = readonly Achievement[]

/**
 * Compares two views. Secrets that one has come upon are in the open on its page, and so they are here; those that both
 * hide only count.
 */
export function compare(one: Badges, other: Badges): Comparison {
  const [ones, others] = [openById(one), openById(other)]
  const badges = new Map([...others, ...ones])
  const rows = [...badges.values()].map((badge) => compared(badge, ones.get(badge.id), others.get(badge.id)))
  const both = rows.filter((row) => row.one && row.other)
  const onlyOne = rows.filter((row) => row.one && !row.other)
  const onlyOther = rows.filter((row) => !row.one && row.other)
  const firsts = (side: Side) => both.filter(({ first }) => first === side).length
  return {
    both,
    onlyOne,
    onlyOther,
    neither: Math.max(one.length, other.length) - both.length - onlyOne.length - onlyOther.length,
    firsts: { one: firsts('one'), other: firsts('other') },
  }
}

function openById(badges: Badges): ReadonlyMap<string, Achievement> {
  return new Map(badges.filter(({ state }) => state !== 'secret').map((badge) => [badge.id, badge]))
}

function compared(badge: Achievement, one?: Achievement, other?: Achievement): ComparedBadge {
  const { id, name, category } = badge
  return {
    badge: { id, name, category },
    one: earned(one),
    other: earned(other),
    first: one && other ? firstOf(one, other) : null,
  }
}

function earned(badge: Achievement | undefined): Earned | null {
  if (!badge?.unlocked) return null
  return { tier: badge.tier, at: badge.tier_history.at(-1)?.reached_at ?? badge.unlocked_at }
}

function firstOf(one: Achievement, other: Achievement): Side | null {
  if (!one.unlocked || !other.unlocked) return null
  const tier = lower(one.tier, other.tier)
  const [a, b] = [reachedAt(one, tier), reachedAt(other, tier)]
  if (a === null || b === null || a === b) return null
  return a < b ? 'one' : 'other'
}

function lower(a: TierName | null, b: TierName | null): TierName | null {
  if (a === null || b === null) return null
  return TIER_NAMES.indexOf(a) < TIER_NAMES.indexOf(b) ? a : b
}

/** When a tier was reached, or a badge without tiers unlocked. Unix seconds; null if unknown. */
function reachedAt({ tier_history, unlocked_at }: Achievement, tier: TierName | null): number | null {
  if (tier === null) return unlocked_at
  return tier_history.find((reached) => reached.tier === tier)?.reached_at ?? null
}
