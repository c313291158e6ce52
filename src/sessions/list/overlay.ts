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
 * Adds live state to rows by session id; changes neither input.
 * @param lifts whether active rows come first, by time. All others keep their order.
 */
export function overlaid(
  rows: readonly SessionListItem[],
  live: ReadonlyMap<string, LiveState>,
  lifts: boolean,
): ListedSession[] {
  const shown = rows.map((row) => withRuntime(row, live.get(row.id)))
  if (!lifts || !shown.some(isActive)) return shown
  const active = shown.filter(isActive).sort((a, b) => timeOf(b) - timeOf(a))
  return [...active, ...shown.filter((row) => !isActive(row))]
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

/** Returns the time to sort by: messages count before other changes. */
function timeOf({ last_message_at, updated_at, started_at, pending_started_at }: ListedSession): number {
  const time = [last_message_at, updated_at, started_at].find((at) => at !== null && at > 0) ?? 0
  return Math.max(time, pending_started_at ?? 0)
}

function later(one: number | null, other: number | null | undefined): number | null {
  if (one === null) return other ?? null
  return Math.max(one, other ?? one)
}
