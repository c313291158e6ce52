/** Values outside these bounds come from no clock, so they are not times. Unit: Unix seconds. */
const TIME_MIN = 0
const TIME_MAX = 4_200_000_000

/** Returns the time if it is plausible, otherwise null. */
export function plausibleTime(time: number | null): number | null {
  return time !== null && time >= TIME_MIN && time <= TIME_MAX ? time : null
}

/** Returns the later of two times, either of which may be missing. */
export function laterOf(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a
}

/**
 * Returns when a session was last active: at its last message, or when it started. If messages have `active`
 * (`flagged`), a heartbeat counts too, and implausible times are ignored.
 */
export function lastActiveOf(
  { started_at, heartbeat }: { started_at: number | null; heartbeat: number | null },
  lastTimestamp: number | null,
  flagged: boolean,
): number | null {
  if (!flagged) return lastTimestamp ?? started_at
  return laterOf(plausibleTime(heartbeat), plausibleTime(lastTimestamp)) ?? plausibleTime(started_at)
}
