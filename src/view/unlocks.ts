import type { Provenance } from '../contract/achievements.ts'
import { CATALOG } from '../engine/catalog.ts'
import type { EarnedPlaces } from '../engine/milestones.ts'
import type { Place } from '../engine/place.ts'
import { type EvaluatedAchievement, type Evidence, TIER_NAMES, type TierName } from '../engine/types.ts'
import { haveSameClocks } from '../engine/zone-clocks.ts'

/** A tier of an achievement, and when it was reached. Times are Unix seconds. */
export interface ReachedTier {
  tier: TierName
  /** The last activity of the session that reached it. */
  reached_at: number
  /**
   * When a scan first recorded it. Absent in records from before both times were kept, where `reached_at` has this
   * meaning.
   */
  recorded_at?: number
  /** `scan`: the session has no usable time, so `reached_at` is when a scan recorded it. */
  dated_by?: 'scan'
  /** Counted by the first scan of a history. */
  imported?: true
}

/** The permanent record of an earned achievement. */
export interface UnlockRecord extends Omit<ReachedTier, 'tier' | 'reached_at'> {
  achievement_id: string
  /** When its first tier was reached, or all of its requirements were met. */
  unlocked_at: number
  /** The tier that it was unlocked with; null if it has no tiers. */
  first_tier: TierName | null
  evidence: Evidence | null
  /** Lowest first; empty if it has no tiers. */
  tier_history: ReachedTier[]
  /** Self-reported figures were among those that last reached it. */
  self_reported?: boolean
  /** Only for achievements that depend on local time: the IANA zone that they were counted in. */
  time_zone?: string
  /** Tiers that were reached in other zones but not in the current one. They do not count. */
  elsewhere?: ReachedTier[]
  /** Reached in other zones but not in the current one: not earned. */
  lapsed?: true
}

export type UnlockRecords = ReadonlyMap<string, UnlockRecord>

/** An evaluated achievement with its unlock record. */
export interface EarnedAchievement extends EvaluatedAchievement, Omit<ReachedTier, 'tier' | 'reached_at'> {
  unlocked_at: number | null
  first_tier: TierName | null
  tier_history: ReachedTier[]
}

/** The scan that records unlocks. */
export interface RecordingScan {
  /** Unix seconds. */
  now: number
  /** Provenance of the figures. */
  provenance: Provenance
  /** Which session earned what. */
  places: ReadonlyMap<string, EarnedPlaces>
  /** Whether this is the first scan of a history. */
  imported: boolean
  /** The IANA zone of the figures. */
  timeZone: string
}

/** Achievements that count nights or weekends. */
const CLOCK_DEPENDENT: ReadonlySet<string> = new Set(
  CATALOG.filter((definition) => {
    const metrics =
      definition.kind === 'multi_condition'
        ? definition.requirements.map(({ metric }) => metric)
        : [definition.metric]
    return metrics.some((metric) => metric === 'weekend_sessions' || metric === 'night_sessions')
  }).map(({ id }) => id),
)

/**
 * Returns the records that a finished scan creates or changes: a first unlock; a tier reached for the first time;
 * another date because an earlier session came or went; or something earned with self-reported figures that others now
 * confirm. Tiers that the figures no longer reach keep their dates, unless they were counted in another time zone:
 * achievements that depend on local time are only earned in the current one.
 */
export function newUnlocks(
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
  scan: RecordingScan,
): UnlockRecord[] {
  return items.flatMap((item) => {
    const stored = records.get(item.id)
    const before = stored && inZone(stored, scan.timeZone)
    const record = item.unlocked ? recordedUnlock(item, before, scan) : before
    return record === undefined || JSON.stringify(stored) === JSON.stringify(record) ? [] : [record]
  })
}

/** Returns a record as it counts in a time zone: what another zone counted is set aside, with its recording time. */
function inZone(record: UnlockRecord, timeZone: string): UnlockRecord {
  const { time_zone = timeZone, tier_history, elsewhere = [] } = record
  if (!CLOCK_DEPENDENT.has(record.achievement_id) || haveSameClocks(time_zone, timeZone)) return record
  return {
    ...record,
    tier_history: [],
    time_zone: timeZone,
    elsewhere: [...tier_history, ...elsewhere],
    lapsed: true,
  }
}

function recordedUnlock(
  item: EvaluatedAchievement,
  before: UnlockRecord | undefined,
  scan: RecordingScan,
): UnlockRecord {
  const self_reported = scan.provenance === 'self-reported' || scan.provenance === 'mixed'
  const places = scan.places.get(item.id)
  const placeOf = new Map(places?.tiers.map(({ tier, place }) => [tier, place]))
  const known = before?.tier_history ?? []
  const elsewhere = before?.elsewhere ?? []
  const recorded = new Map([...elsewhere, ...known].map((reached) => [reached.tier, reached]))
  const present = tiersUpTo(item.tier).map((tier) => {
    const { reached_at, ...rest } = dated(placeOf.get(tier), recorded.get(tier), scan)
    return { tier, reached_at, ...rest }
  })
  const tier_history = [...present, ...known.slice(present.length)]
  const otherTiers = elsewhere.filter(({ tier }) => !tier_history.some((reached) => reached.tier === tier))
  const [first] = tier_history
  const { reached_at: unlocked_at, ...rest } = first
    ? withoutTier(first)
    : dated(places?.unlocked, before && { ...before, reached_at: before.unlocked_at }, scan)
  const isKnown = before !== undefined && present.length <= known.length
  return {
    achievement_id: item.id,
    unlocked_at,
    ...rest,
    first_tier: before ? before.first_tier : item.tier,
    evidence: before ? before.evidence : (item.evidence ?? null),
    tier_history,
    // Once confirmed, it stays confirmed.
    self_reported: isKnown
      ? before.self_reported === true && (self_reported || !reaches(item, before))
      : self_reported,
    ...(CLOCK_DEPENDENT.has(item.id) ? { time_zone: scan.timeZone } : {}),
    ...(otherTiers.length > 0 ? { elsewhere: otherTiers } : {}),
  }
}

/** Whether a scan at `now` recorded the highest tier of a record, or the record itself if it has none. */
export function isRecordedAt({ tier_history, recorded_at }: UnlockRecord, now: number): boolean {
  return (tier_history.at(-1)?.recorded_at ?? recorded_at) === now
}

/** Returns when something was earned by the session at `place`; it may have been recorded before. */
function dated(
  place: Place | undefined,
  before: Omit<ReachedTier, 'tier'> | undefined,
  { now, imported }: RecordingScan,
): Omit<ReachedTier, 'tier'> {
  const recorded_at = before ? (before.recorded_at ?? before.reached_at) : now
  const isImported = before ? before.imported === true : imported
  return {
    reached_at: place?.at ?? recorded_at,
    recorded_at,
    ...(typeof place?.at === 'number' ? {} : { dated_by: 'scan' }),
    ...(isImported ? { imported: true } : {}),
  }
}

function withoutTier({ tier: _tier, ...rest }: ReachedTier): Omit<ReachedTier, 'tier'> {
  return rest
}

/** Merges past unlocks into the current evaluation: what was earned stays earned. Progress is the current one. */
export function withUnlocks(
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
): EarnedAchievement[] {
  return items.map((item) => {
    const record = records.get(item.id)
    if (!record || record.lapsed) return { ...item, unlocked_at: null, first_tier: null, tier_history: [] }
    const { unlocked_at, recorded_at, dated_by, imported, first_tier, tier_history } = record
    return {
      ...keepEarned(item, record),
      unlocked_at,
      ...(recorded_at === undefined ? {} : { recorded_at }),
      ...(dated_by === undefined ? {} : { dated_by }),
      ...(imported === undefined ? {} : { imported }),
      first_tier,
      tier_history,
    }
  })
}

/**
 * Returns who counted what a view shows: its current figures, and unlocks that these no longer reach. What was earned
 * with self-reported figures does not become the server's own count when their source is removed.
 */
export function provenanceOfAll(
  figures: Provenance,
  items: readonly EvaluatedAchievement[],
  records: UnlockRecords,
): Provenance {
  const kinds = new Set<Provenance>(
    unreached(items, records).map(({ self_reported }) => (self_reported ? 'self-reported' : 'scanned')),
  )
  if (figures !== 'none') kinds.add(figures)
  if (kinds.size > 1) return 'mixed'
  return [...kinds][0] ?? 'none'
}

/** Returns what stands higher than the figures reach. A recount would take it back, or some of its tiers. */
export function unreached(items: readonly EvaluatedAchievement[], records: UnlockRecords): UnlockRecord[] {
  return items.flatMap((item) => {
    const record = records.get(item.id)
    return record && !record.lapsed && !reaches(item, record) ? [record] : []
  })
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

/** Returns the progress from an earned tier to the next one, even if it has fallen below the earned one. */
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
