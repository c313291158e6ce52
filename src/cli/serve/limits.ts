/** Intervals and tries of `laurel serve`. What operators may change is in `src/settings.ts`. */

/** How often disk, memory and the runtime’s health are looked at: 500 MB can be written in between. */
export const CHECK_EVERY_MS = 2_000
/** A runtime that has not answered for this long hangs: a scan may keep it busy for some seconds. */
export const HANGS_AFTER_MS = 60_000
/** Writing is refused until there is this much more room than the reserve, so that it doesn’t change to and fro. */
export const ROOM_AGAIN = 1.25
/** How long a restart for memory waits for a moment without requests. */
export const QUIET_WITHIN_MS = 10 * 60_000
/** How often a start is tried: one in about 130 was seen to fail, and the next to work. */
export const START_TRIES = 3
/** How long one try may take before it counts as failed. */
export const STARTS_WITHIN_MS = 20_000
/** The pause before the first restart of a runtime that ended, doubled for each one within a minute. */
export const RESTART_PAUSE_MS = 50
/** More restarts within a minute than this mean that it can’t run. */
export const RESTARTS_PER_MINUTE = 6
/** How long requests may take to finish when the server is stopped; systemd and Docker kill after 10 s or later. */
export const DRAIN_MS = 8_000
