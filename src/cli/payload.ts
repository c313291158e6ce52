import type { ScanMeta } from '../contract/achievements.ts'
import { aggregateSessions, figures, maxima } from '../engine/aggregate.ts'
import { evaluate } from '../engine/evaluate.ts'
import type {
  AchievementState,
  AggregateFigures,
  EvaluatedAchievement,
  SessionStats,
} from '../engine/types.ts'

/** What `--json` prints: everything that is known, for the owner's eyes. Secrets keep their ids and metrics. */
export interface ScanPayload {
  /** Newest first. */
  sessions: SessionStats[]
  aggregate: AggregateFigures
  /** In catalog order. */
  achievements: EvaluatedAchievement[]
  unlocked_count: number
  discovered_count: number
  secret_count: number
  total_count: number
  scan_meta: ScanMeta
  timezone: string
  error: null
}

/** @throws RangeError when `timeZone` is none */
export function payloadOf(sessions: SessionStats[], scanMeta: ScanMeta, timeZone: string): ScanPayload {
  const state = aggregateSessions(sessions, timeZone)
  const aggregate = figures(state)
  const achievements = evaluate(aggregate, maxima(state))
  const count = (wanted: AchievementState) => achievements.filter((item) => item.state === wanted).length
  return {
    sessions,
    aggregate,
    achievements,
    unlocked_count: count('unlocked'),
    discovered_count: count('discovered'),
    secret_count: count('secret'),
    total_count: achievements.length,
    scan_meta: scanMeta,
    timezone: timeZone,
    error: null,
  }
}
