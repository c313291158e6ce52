import type { SessionStats } from '../engine/types.ts'

/** A session as one of several histories has it. */
export interface Copy {
  source: string
  stats: SessionStats
}

/**
 * Returns the copy of a session that counts: the one with the latest activity, then with more messages, then of the
 * first source by name. The others are ignored. Returns null if there are no copies.
 */
export function standingCopy<Each extends Copy>(copies: readonly Each[]): Each | null {
  const [first] = copies.toSorted(
    (a, b) =>
      activityOf(b) - activityOf(a) ||
      b.stats.message_count - a.stats.message_count ||
      (a.source < b.source ? -1 : 1),
  )
  return first ?? null
}

function activityOf({ stats: { last_active } }: Copy): number {
  // Also sorts copies without a time; the difference of infinities would be NaN.
  return last_active !== null && Number.isFinite(last_active) ? last_active : -Number.MAX_VALUE
}
