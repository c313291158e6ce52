import { END_SECOND, FIRST_SECOND } from './calendar.ts'
import { byCodePoint } from './code-points.ts'

/** A session's place in the order in which sessions reach a threshold. */
export interface Place {
  /** The session's last activity in Unix seconds; null without a usable time. Those sort last. */
  at: number | null
  session_id: string
}

/** Orders places: earlier activity first, sessions without a time last, then by id in code points. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.at !== b.at) {
    if (a.at === null) return 1
    if (b.at === null) return -1
    return a.at - b.at
  }
  return byCodePoint(a.session_id, b.session_id)
}

/** Returns the earlier of two places; null means none. */
export function earlierPlace(a: Place | null, b: Place | null): Place | null {
  if (a === null || b === null) return a ?? b
  return comparePlaces(a, b) <= 0 ? a : b
}

/** Returns the place of a session. Zero and times outside the years 1 to 9999 are not usable. */
export function placeOf(session: { session_id: string; last_active: number | null }): Place {
  const { session_id, last_active: at } = session
  const usable = at !== null && at !== 0 && at >= FIRST_SECOND && at < END_SECOND
  return { at: usable ? at : null, session_id }
}
