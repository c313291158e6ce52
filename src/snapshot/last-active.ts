/** No clock of an agent says anything else: what is beyond is no time. Unit: Unix seconds. */
const TIME_MIN = 0
const TIME_MAX = 4_200_000_000

/** A time that can be, or null. */
export function plausibleTime(time: number | null): number | null {
  return time !== null && time >= TIME_MIN && time <= TIME_MAX ? time : null
}

/** The later of two times, of which either may be missing. */
export function laterOf(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a
}

/**
 * When a session was active last: at its last message, else when it started. Where messages have `active`
 * (`flagged`), a heartbeat counts too, and times that cannot be are passed over.
 */
export function lastActiveOf(
  { started_at, heartbeat }: { started_at: number | null; heartbeat: number | null },
  lastTimestamp: number | null,
  flagged: boolean,
): number | null {
  if (!flagged) return lastTimestamp ?? started_at
  return laterOf(plausibleTime(heartbeat), plausibleTime(lastTimestamp)) ?? plausibleTime(started_at)
}
