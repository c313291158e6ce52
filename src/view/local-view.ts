import type { AchievementsPayload, ScanMeta } from '../contract/achievements.ts'
import { figures, maxima } from '../engine/aggregate.ts'
import { CATALOG_VERSION } from '../engine/catalog-version.ts'
import { evaluate } from '../engine/evaluate.ts'
import { countedInOrder, earnedPlaces } from '../engine/milestones.ts'
import type { AggregateFigures, SessionStats } from '../engine/types.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { masteredOf, masteryWith } from './mastery.ts'
import { payloadOf, publishedView } from './published-view.ts'
import { type EarnedAchievement, newUnlocks, withUnlocks } from './unlocks.ts'

export interface OwnViewParts {
  sessions: readonly SessionStats[]
  meta: ScanMeta
  /** IANA name of the zone that determines weekends and nights. */
  timeZone: string
  /** When the unlocks count as first recorded. Unix seconds. */
  now: number
}

/**
 * Returns the view that a page of this one history would start with, as anyone may see it: secrets hidden, without
 * titles, previews or session ids.
 * @throws RangeError if `timeZone` is not a time zone
 */
export function ownView({ sessions, meta, timeZone, now }: OwnViewParts): AchievementsPayload {
  return earnedView(countedLocally(sessions, timeZone, now), { meta, timeZone, now })
}

/** The same, of sessions that have been counted. */
export function earnedView(
  { aggregate, items }: ReturnType<typeof countedLocally>,
  { meta, timeZone, now }: Omit<OwnViewParts, 'sessions'>,
): AchievementsPayload {
  const unlocks = new Map(
    items.flatMap(({ id, unlocked_at }) => (unlocked_at === null ? [] : [[id, { unlocked_at }]])),
  )
  const view = publishedView({
    engine_version: STATS_VERSION,
    catalog_version: CATALOG_VERSION,
    time_zone: timeZone,
    revision: 0,
    generated_at: now,
    scan_meta: meta,
    // Nothing has been published yet.
    provenance: 'none',
    mastered: masteredOf(masteryWith({}, unlocks), unlocks, items),
    aggregate,
    items,
  })
  return payloadOf(view, { isStale: false, error: null, owner: false })
}

/**
 * Returns the figures of sessions and what they earn in a first scan.
 * @param now Unix seconds
 * @throws RangeError if `timeZone` is not an IANA name that the runtime knows
 */
export function countedLocally(
  sessions: readonly SessionStats[],
  timeZone: string,
  now: number,
): { aggregate: AggregateFigures; items: EarnedAchievement[] } {
  return earnedBy(countedInOrder(sessions, timeZone), now)
}

/** The same, of sessions that have been counted. */
export function earnedBy(
  { aggregate: state, milestones }: ReturnType<typeof countedInOrder>,
  now: number,
): { aggregate: AggregateFigures; items: EarnedAchievement[] } {
  const aggregate = figures(state)
  const evaluated = evaluate(aggregate, maxima(state))
  const scan = {
    now,
    provenance: 'none',
    places: earnedPlaces(milestones),
    imported: true,
    timeZone: state.time_zone,
  } as const
  const records = newUnlocks(evaluated, new Map(), scan).map(
    (record) => [record.achievement_id, record] as const,
  )
  return { aggregate, items: withUnlocks(evaluated, new Map(records)) }
}
