import type { AchievementsPayload, ScanMeta } from '../contract/achievements.ts'
import { aggregateSessions, figures, maxima } from '../engine/aggregate.ts'
import { evaluate } from '../engine/evaluate.ts'
import type { SessionStats } from '../engine/types.ts'
import { ENGINE_VERSION } from '../engine/version.ts'
import { payloadOf, publishedView } from './published-view.ts'
import { newUnlocks, withUnlocks } from './unlocks.ts'

export interface OwnViewParts {
  sessions: readonly SessionStats[]
  meta: ScanMeta
  /** IANA name: what weekends and nights are told by. */
  timeZone: string
  /** Unix seconds: when everything that is unlocked was. */
  now: number
}

/**
 * The view that a page of this one history would begin with, as anybody may see it: secrets hidden, and no title,
 * preview or id of a session in it.
 * @throws RangeError when `timeZone` is none
 */
export function ownView({ sessions, meta, timeZone, now }: OwnViewParts): AchievementsPayload {
  const state = aggregateSessions(sessions, timeZone)
  const aggregate = figures(state)
  const items = evaluate(aggregate, maxima(state))
  // Nobody is told anything yet.
  const provenance = 'none'
  const records = newUnlocks(items, new Map(), now, provenance).map(
    (record) => [record.achievement_id, record] as const,
  )
  const view = publishedView({
    engine_version: ENGINE_VERSION,
    time_zone: timeZone,
    revision: 0,
    generated_at: now,
    scan_meta: meta,
    provenance,
    aggregate,
    items: withUnlocks(items, new Map(records)),
  })
  return payloadOf(view, { isStale: false, error: null, owner: false })
}
