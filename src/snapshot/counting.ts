import type { MessageCounts } from '../engine/types.ts'

/**
 * What counts in a history whose messages have `active`. `lived`: everything that happened, once, including archived
 * and hidden sessions; undone messages don't count. `hermes`: the live messages of sessions that are neither archived
 * nor hidden, as Hermes' achievements plugin counts. Without `active`, both count everything.
 */
export type Counting = 'lived' | 'hermes'

/** The flags of a message's row. NULL and anything that is not a number are null. */
export interface RowFlags {
  active: number | null
  compacted: number | null
}

/** Whether a row is part of the current conversation. Hermes repairs NULL to 1 when it opens a history. */
export function isLive(active: number | null): boolean {
  return active === null || active === 1
}

/** Returns what the messages of a row with these flags count for, unless they repeat an earlier row. */
export function countsOf({ active, compacted }: RowFlags, counting: Counting): MessageCounts {
  if (isLive(active)) return 'all'
  // Hermes' insights count every row.
  if (counting === 'hermes') return 'uses'
  return compacted === 1 ? 'all' : 'none'
}
