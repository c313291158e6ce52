import { CATALOG } from '../engine/catalog.ts'
import { type EvaluatedAchievement, type Evidence, TIER_NAMES, type TierName } from '../engine/types.ts'

/** What is remembered of an earned achievement for good. Times are Unix seconds. */
export interface UnlockRecord {
  achievement_id: string
  unlocked_at: number
  /** The tier it was unlocked with; null for achievements without tiers. */
  first_tier: TierName | null
  evidence: Evidence | null
  /** When each tier was reached, lowest first. */
  tier_history: { tier: TierName; reached_at: number }[]
}

export type UnlockRecords = ReadonlyMap<string, UnlockRecord>

/** An evaluated achievement with what is remembered of it. */
export interface EarnedAchievement extends EvaluatedAchievement {
  unlocked_at: number | null
  first_tier: TierName | null
  tier_history: { tier: TierName; reached_at: number }[]
}

/** The records that a finished scan makes or extends: a first unlock, or a tier reached for the first time. */
export function newUnlocks(
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
  now: number,
): UnlockRecord[] {
  const changed: UnlockRecord[] = []
  for (const item of items) {
    if (!item.unlocked) continue
    const record = records.get(item.id)
    const reached = tiersUpTo(item.tier).slice(record?.tier_history.length ?? 0)
    if (record && reached.length === 0) continue
    const tier_history = [
      ...(record?.tier_history ?? []),
      ...reached.map((tier) => ({ tier, reached_at: now })),
    ]
    changed.push(
      record
        ? { ...record, tier_history }
        : {
            achievement_id: item.id,
            unlocked_at: now,
            first_tier: item.tier,
            evidence: item.evidence ?? null,
            tier_history,
          },
    )
  }
  return changed
}

/** Earned is earned: lays what was once unlocked over the present figures. Progress stays the present one. */
export function withUnlocks(
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
): EarnedAchievement[] {
  return items.map((item) => {
    const record = records.get(item.id)
    if (!record) return { ...item, unlocked_at: null, first_tier: null, tier_history: [] }
    const { unlocked_at, first_tier, tier_history } = record
    return { ...keepEarned(item, record), unlocked_at, first_tier, tier_history }
  })
}

function keepEarned(item: EvaluatedAchievement, record: UnlockRecord): EvaluatedAchievement {
  const earned = record.tier_history.at(-1)?.tier ?? null
  if (item.unlocked && rank(item.tier) >= rank(earned)) return item
  const definition = CATALOG.find(({ id }) => id === item.id)
  if (!definition) return item
  const { name, description, criteria, icon } = definition
  return {
    ...item,
    ...{ name, description, criteria, icon },
    ...towardsNextTier(item, earned),
    state: 'unlocked',
    discovered: true,
    unlocked: true,
    evidence: item.evidence ?? record.evidence,
  }
}

/** The way from an earned tier to the next one, measured by progress that has fallen below the earned one. */
function towardsNextTier(item: EvaluatedAchievement, earned: TierName | null) {
  const tiers = item.tiers ?? []
  const next = tiers[rank(earned) + 1]
  if (earned === null || !next) {
    return {
      tier: earned,
      next_tier: null,
      next_threshold: tiers.at(-1)?.threshold ?? 100,
      progress_pct: 100,
    }
  }
  return { tier: earned, next_tier: next.name, next_threshold: next.threshold, progress_pct: 0 }
}

function tiersUpTo(tier: TierName | null): TierName[] {
  return TIER_NAMES.slice(0, rank(tier) + 1)
}

function rank(tier: TierName | null): number {
  return tier === null ? -1 : TIER_NAMES.indexOf(tier)
}
