import type { SessionStats } from '../engine/types.ts'

/**
 * Returns the copy of a session that counts: the one with the latest activity, then with more messages, then of the
 * first source by name. The others are ignored. Returns null if there are no copies.
 */
export function standingCopy<Copy extends { source: string; stats: SessionStats }>(
  copies: readonly Copy[],
): Copy | null {
  const [first] = copies.toSorted(
    (a, b) =>
      activityOf(b.stats) - activityOf(a.stats) ||
      b.stats.message_count - a.stats.message_count ||
      (a.source < b.source ? -1 : 1),
  )
  return first ?? null
}

function activityOf({ last_active }: SessionStats): number {
  // Also sorts copies without a time; the difference of infinities would be NaN.
  return last_active !== null && Number.isFinite(last_active) ? last_active : -Number.MAX_VALUE
}
