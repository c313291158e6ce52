import type { ScanPayload } from '../../src/cli/payload.ts'

/** Returns an achievement as in the golden files: without texts and dates. */
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
