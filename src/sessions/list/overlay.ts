import type { ListedSession, SessionListItem } from '../../contract/sessions.ts'

/** Live state of a session. Times are Unix seconds. */
export interface LiveState {
  /** Id of the streaming turn; null if none streams. */
  active_stream_id: string | null
  /** When an unanswered message arrived; null if none is pending. */
  pending_started_at: number | null
  /** When anything last changed, including its title. */
  updated_at: number | null
  last_message_at: number | null
}

/**
 * Adds live state to rows by session id; changes neither input. If sessions are live, rows are sorted: active ones
 * first, then by time. Rows not ordered by time keep their order.
 */
export function overlaid(
  rows: readonly SessionListItem[],
  live: ReadonlyMap<string, LiveState>,
  order: 'time' | 'theirs' = 'time',
): ListedSession[] {
  const shown = rows.map((row) => withRuntime(row, live.get(row.id)))
  if (live.size === 0 || order === 'theirs') return shown
  return shown.sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || timeOf(b) - timeOf(a))
}

function withRuntime(row: SessionListItem, live: LiveState | undefined): ListedSession {
  const { active_stream_id = null, pending_started_at = null } = live ?? {}
  return {
    ...row,
    active_stream_id,
    is_streaming: active_stream_id !== null,
    has_pending_user_message: pending_started_at !== null,
    pending_started_at,
    updated_at: later(row.last_active, live?.updated_at),
    last_message_at: later(row.last_active, live?.last_message_at),
  }
}

function isActive({ is_streaming, has_pending_user_message }: ListedSession): boolean {
  return is_streaming || has_pending_user_message
}

/**
 * Returns the time to sort by: messages count before other changes, so that a new title does not raise an idle session.
 */
function timeOf({ last_message_at, updated_at, started_at, pending_started_at }: ListedSession): number {
  const time = [last_message_at, updated_at, started_at].find((at) => at !== null && at > 0) ?? 0
  return Math.max(time, pending_started_at ?? 0)
}

function later(one: number | null, other: number | null | undefined): number | null {
  if (one === null) return other ?? null
  return Math.max(one, other ?? one)
}
