import { SETTINGS } from '../../src/config.ts'

/** How long to wait before asking again. Unit: seconds. */
const ASK_AGAIN_SECONDS = 0.05
/** Who has not asked for this long asks no more. Unit: seconds. */
const PATIENCE_SECONDS = 5

/**
 * Whose turn it is in this isolate: slices of several profiles are done one at a time, in the order in which they
 * asked, because their memory is the isolate's. Nobody waits on a promise, which the platform does not carry from
 * one object to another: who has no turn asks again by its alarm. Times are Unix seconds.
 */
export class Turns {
  readonly #lease: number
  #holder: { id: string; until: number } | null = null
  /** When each asked last, first come first. */
  readonly #waiting = new Map<string, number>()

  /** `leaseSeconds`: for how long a turn is kept whose holder never gives it back. */
  constructor(leaseSeconds: number) {
    this.#lease = leaseSeconds
  }

  /** Takes the turn, or queues for it. Whoever holds it may take it again. */
  take(id: string, now: number): boolean {
    if (!this.#isFreeFor(id, now)) {
      this.#waiting.set(id, now)
      return false
    }
    this.#waiting.delete(id)
    this.#holder = { id, until: now + this.#lease }
    return true
  }

  /** Gives the turn back; does nothing when it is another's by now. */
  give(id: string): void {
    if (this.#holder?.id === id) this.#holder = null
  }

  /** Gives the turn and the place in the queue back: who is gone must keep nobody waiting. */
  leave(id: string): void {
    this.give(id)
    this.#waiting.delete(id)
  }

  /** When to ask for a turn. */
  dueAt(id: string, now: number): number {
    return this.#isFreeFor(id, now) ? now : now + ASK_AGAIN_SECONDS
  }

  #isFreeFor(id: string, now: number): boolean {
    if (this.#holder?.id === id) return true
    if (this.#holder && this.#holder.until > now) return false
    for (const [waiting, asked] of this.#waiting) {
      if (waiting === id) return true
      if (now - asked <= PATIENCE_SECONDS) return false
      this.#waiting.delete(waiting)
    }
    return true
  }
}

/** One for all profiles that share the isolate. */
export const turns = new Turns(SETTINGS.SCAN_LEASE_SECONDS.value)
