import type { RecountChanges } from '../contract/recount.ts'
import { CATALOG } from '../engine/catalog.ts'
import type { EvaluatedAchievement, TierName } from '../engine/types.ts'
import { newUnlocks, type RecordingScan, type UnlockRecord, type UnlockRecords } from './unlocks.ts'

/** The records after a recount, and what changes for the owner. */
export interface Recounted extends RecountChanges {
  records: UnlockRecord[]
}

/** Returns records of only what the figures reach today. What stays keeps its date. */
export function recounted(
  items: readonly EvaluatedAchievement[],
  before: UnlockRecords,
  scan: RecordingScan,
): Recounted {
  const kept = items.flatMap((item) => {
    const record = before.get(item.id)
    return item.unlocked && record ? [withinReach(record, item)] : []
  })
  const known = new Map(kept.map((record) => [record.achievement_id, record]))
  for (const record of newUnlocks(items, known, scan)) known.set(record.achievement_id, record)
  const changes = items.flatMap(({ id }) => changesOf(id, before.get(id), known.get(id)))
  return {
    records: [...known.values()],
    removed: changes.flatMap(({ to, from: _from, ...change }) => (to === undefined ? [change] : [])),
    redated: changes.flatMap(({ to, ...change }) =>
      to === undefined || to === change.from ? [] : [{ ...change, to }],
    ),
  }
}

/** Returns a record without the tiers that the figures do not reach, with today's evidence. */
function withinReach(record: UnlockRecord, item: EvaluatedAchievement): UnlockRecord {
  const { elsewhere: _elsewhere, lapsed: _lapsed, self_reported: _by, ...rest } = record
  const tiers = item.tiers?.map(({ name }) => name) ?? []
  const reached = item.tier === null ? 0 : tiers.indexOf(item.tier) + 1
  const firstIsReached = record.first_tier === null || tiers.indexOf(record.first_tier) < reached
  return {
    ...rest,
    first_tier: firstIsReached ? record.first_tier : item.tier,
    evidence: item.evidence ?? null,
    tier_history: record.tier_history.slice(0, reached),
  }
}

interface Change {
  achievement: string
  name: string
  tier: TierName | null
  from: number
  /** Absent if it was removed. */
  to: number | undefined
}

function changesOf(id: string, before: UnlockRecord | undefined, after: UnlockRecord | undefined): Change[] {
  if (before === undefined || before.lapsed) return []
  const about = { achievement: id, name: CATALOG.find((definition) => definition.id === id)?.name ?? id }
  if (before.tier_history.length === 0)
    return [{ ...about, tier: null, from: before.unlocked_at, to: after?.unlocked_at }]
  return before.tier_history.map(({ tier, reached_at }) => ({
    ...about,
    tier,
    from: reached_at,
    to: after?.tier_history.find((reached) => reached.tier === tier)?.reached_at,
  }))
}
