import type { Provenance } from '../contract/achievements.ts'
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
  /** Among the figures that it was last reached with were self-reported ones. */
  self_reported?: boolean
}

export type UnlockRecords = ReadonlyMap<string, UnlockRecord>

/** An evaluated achievement with what is remembered of it. */
export interface EarnedAchievement extends EvaluatedAchievement {
  unlocked_at: number | null
  first_tier: TierName | null
  tier_history: { tier: TierName; reached_at: number }[]
}

/**
 * The records that a finished scan makes or changes: a first unlock, a tier reached for the first time, or what
 * was earned with self-reported figures and is borne out by others. `provenance`: that of the figures.
 */
export function newUnlocks(
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
  now: number,
  provenance: Provenance,
): UnlockRecord[] {
  const self_reported = provenance === 'self-reported' || provenance === 'mixed'
  const changed: UnlockRecord[] = []
  for (const item of items) {
    if (!item.unlocked) continue
    const record = records.get(item.id)
    const reached = tiersUpTo(item.tier).slice(record?.tier_history.length ?? 0)
    const confirmed = record?.self_reported === true && !self_reported && reaches(item, record)
    if (record && reached.length === 0 && !confirmed) continue
    const tier_history = [
      ...(record?.tier_history ?? []),
      ...reached.map((tier) => ({ tier, reached_at: now })),
    ]
    changed.push(
      record
        ? { ...record, tier_history, self_reported }
        : {
            achievement_id: item.id,
            unlocked_at: now,
            first_tier: item.tier,
            evidence: item.evidence ?? null,
            tier_history,
            self_reported,
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

/**
 * Who counted what a view shows: its figures, and what stands although the figures no longer reach it. What was
 * earned with self-reported figures is not the server's own count because their source has left.
 */
export function provenanceOfAll(
  figures: Provenance,
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
): Provenance {
  const held = items.flatMap((item) => {
    const record = records.get(item.id)
    return record && !reaches(item, record) ? [record] : []
  })
  const kinds = new Set<Provenance>(
    held.map(({ self_reported }) => (self_reported ? 'self-reported' : 'scanned')),
  )
  if (figures !== 'none') kinds.add(figures)
  if (kinds.size > 1) return 'mixed'
  return [...kinds][0] ?? 'none'
}

function reaches(item: EvaluatedAchievement, { tier_history }: UnlockRecord): boolean {
  return item.unlocked && rank(item.tier) >= rank(tier_history.at(-1)?.tier ?? null)
}

function keepEarned(item: EvaluatedAchievement, record: UnlockRecord): EvaluatedAchievement {
  const earned = record.tier_history.at(-1)?.tier ?? null
  if (reaches(item, record)) return item
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
