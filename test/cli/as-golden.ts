import type { ScanPayload } from '../../src/cli/payload.ts'

/** An achievement as the golden files have it: without its words and its dates. */
export function asGolden(achievement: ScanPayload['achievements'][number]) {
  const {
    description,
    criteria,
    unlocked_at,
    recorded_at,
    dated_by,
    imported,
    first_tier,
    tier_history,
    ...rest
  } = achievement
  return rest
}
