/**
 * Returns the pause after `attempt` failures in a row (from 1): doubling from `base`, at most `max`, in their unit.
 * Exponential backoff, without jitter.
 */
export function backoff(attempt: number, base: number, max: number): number {
  // A large power would be infinite, and NaN with a base of 0.
  return Math.min(max, base * 2 ** Math.min(attempt - 1, 30))
}

/** Returns a random pause between half of it and all of it, so that many clients do not return at once. */
export function jittered(pause: number): number {
  return pause * (0.5 + Math.random() / 2)
}
