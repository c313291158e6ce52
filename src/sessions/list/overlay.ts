/** What the overlay needs of a row. Times are Unix seconds. */
export interface OverlaidRow {
  id: string
  started_at: number | null
  last_active: number | null
}

/** What is known of a session at this moment. Times are Unix seconds. */
export interface LiveState {
  /** Names the turn that streams; null while none does. */
  active_stream_id: string | null
  /** When a message came that is not answered yet; null: none waits. */
  pending_started_at: number | null
  /** When anything of it changed last, its title included. */
  updated_at: number | null
  last_message_at: number | null
}

/** What is laid over a row. */
export interface LiveFields extends LiveState {
  is_streaming: boolean
  has_pending_user_message: boolean
}

/**
 * Lays over rows what is known of their sessions at this moment, by session id; neither is changed. Where sessions
 * are live the rows are put in a new order: the active ones first, then by time. Rows that are not in an order of time
 * stay in theirs.
 */
export function overlaid<Row extends OverlaidRow>(
  rows: readonly Row[],
  live: ReadonlyMap<string, LiveState>,
  order: 'time' | 'theirs' = 'time',
): (Row & LiveFields)[] {
  const shown = rows.map((row) => ({ ...row, ...runtimeOf(row, live.get(row.id)) }))
  if (live.size === 0 || order === 'theirs') return shown
  return shown.sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || timeOf(b) - timeOf(a))
}

function runtimeOf({ last_active }: OverlaidRow, live: LiveState | undefined): LiveFields {
  const { active_stream_id = null, pending_started_at = null } = live ?? {}
  return {
    active_stream_id,
    is_streaming: active_stream_id !== null,
    has_pending_user_message: pending_started_at !== null,
    pending_started_at,
    updated_at: later(last_active, live?.updated_at),
    last_message_at: later(last_active, live?.last_message_at),
  }
}

function isActive({ is_streaming, has_pending_user_message }: LiveFields): boolean {
  return is_streaming || has_pending_user_message
}

/** By which rows stand: messages count before other changes, so that a new title lifts no idle session. */
function timeOf({
  last_message_at,
  updated_at,
  started_at,
  pending_started_at,
}: OverlaidRow & LiveFields): number {
  const time = [last_message_at, updated_at, started_at].find((at) => at !== null && at > 0) ?? 0
  return Math.max(time, pending_started_at ?? 0)
}

function later(one: number | null, other: number | null | undefined): number | null {
  if (one === null) return other ?? null
  return Math.max(one, other ?? one)
}
