import type { ScanMeta } from '../contract/achievements.ts'
import type { AchievementState, AggregateFigures, SessionStats } from '../engine/types.ts'
import { earnedBy } from '../view/local-view.ts'
import type { EarnedAchievement } from '../view/unlocks.ts'
import { type Counted, countAll } from './kept-count.ts'

/** What `laurel scan --json` prints: everything known, for the owner only. Secrets keep their ids and metrics. */
export interface ScanPayload extends Omit<ScanResult, 'messages'> {
  /** Newest first. */
  sessions: SessionStats[]
}

/** What a scan comes to, without the figures of each session. */
export interface ScanResult {
  /** Of all sessions. */
  messages: number
  aggregate: AggregateFigures
  /** In catalog order. */
  achievements: EarnedAchievement[]
  unlocked_count: number
  discovered_count: number
  secret_count: number
  total_count: number
  scan_meta: ScanMeta
  timezone: string
  error: null
}

/**
 * @param now Unix seconds: used as the date of badges whose session has no time
 * @throws RangeError if `timeZone` is not valid
 */
export function payloadOf(
  sessions: SessionStats[],
  scanMeta: ScanMeta,
  { timeZone, now }: { timeZone: string; now: number },
): ScanPayload {
  const { messages: _, ...result } = resultOf(countAll(sessions, timeZone), scanMeta, now)
  return { sessions, ...result }
}

/** @param now as for `payloadOf` */
export function resultOf(counted: Counted, scanMeta: ScanMeta, now: number): ScanResult {
  const { aggregate, items: achievements } = earnedBy(counted, now)
  const count = (wanted: AchievementState) => achievements.filter((item) => item.state === wanted).length
  return {
    messages: counted.messages,
    aggregate,
    achievements,
    unlocked_count: count('unlocked'),
    discovered_count: count('discovered'),
    secret_count: count('secret'),
    total_count: achievements.length,
    scan_meta: scanMeta,
    timezone: counted.aggregate.time_zone,
    error: null,
  }
}
