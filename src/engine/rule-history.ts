/** A change of what counts, or of what a badge asks for. */
export interface RuleChange {
  /** Midnight of the day (UTC), in Unix seconds. */
  at: number
  /** The `STATS_VERSION` since then. */
  engine: number
  /** The `CATALOG_VERSION` since then; null where nobody wrote it down. */
  catalog: number | null
  /** The ids of the badges that it is about. */
  badges: 'all' | readonly string[]
  /** A sentence for readers. */
  what: string
}

const onDay = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000

/** All changes, the first one first. Whoever changes a rule, or what counts, adds one: a test asks for it. */
export const RULE_HISTORY: readonly RuleChange[] = [
  { at: onDay('2026-11-21'), engine: 1, catalog: null, badges: 'all', what: 'The first rules.' },
  {
    at: onDay('2026-11-27'),
    engine: 2,
    catalog: 1_788_231_147,
    badges: 'all',
    what: 'Messages that were undone no longer count, and those that a compaction copies count once.',
  },
]

/** Returns the changes that a badge has seen, the last one first. */
export function changesOf(id: string, history: readonly RuleChange[] = RULE_HISTORY): RuleChange[] {
  return history.filter(({ badges }) => badges === 'all' || badges.includes(id)).toReversed()
}
