import { badgesOfSession } from '../engine/evaluate.ts'
import type { EvaluatedAchievement } from '../engine/types.ts'
import { LaurelError } from '../errors.ts'
import { decodeStats } from './checkpoint.ts'

export interface SessionBadges {
  session_id: string
  /** What the session alone would unlock. */
  badges: EvaluatedAchievement[]
}

/**
 * The badges of one session, from the stats that are stored of it: one text for each source that has it, of
 * which the first counts.
 * @throws LaurelError `session_not_found`
 */
export function sessionBadges(stored: readonly string[], timeZone: string): SessionBadges {
  const [stats] = stored
  if (stats === undefined) {
    throw new LaurelError('session_not_found', 'This history has no such session.', {
      hint: 'It may not have been scanned yet.',
    })
  }
  const decoded = decodeStats(stats)
  return { session_id: decoded.session_id, badges: badgesOfSession(decoded, timeZone) }
}
