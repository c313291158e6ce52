import { badgesOfSession } from '../engine/evaluate.ts'
import type { EvaluatedAchievement, SessionStats } from '../engine/types.ts'
import { LaurelError } from '../errors.ts'

export interface SessionBadges {
  session_id: string
  /** The badges that the session would unlock on its own. */
  badges: EvaluatedAchievement[]
}

/**
 * Returns the badges of one session.
 * @param stats undefined if there is no such session
 * @throws LaurelError `session_not_found`
 */
export function sessionBadges(stats: SessionStats | undefined, timeZone: string): SessionBadges {
  if (stats === undefined) {
    throw new LaurelError('session_not_found', 'This history has no such session.', {
      hint: 'It may not have been scanned yet.',
    })
  }
  return { session_id: stats.session_id, badges: badgesOfSession(stats, timeZone) }
}
