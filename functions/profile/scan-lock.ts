import { SETTINGS } from '../../src/config.ts'

/** How long to wait before polling again. Unit: seconds. */
const POLL_AGAIN_SECONDS = 0.05
/** A waiter that has not polled for this long is dropped. Unit: seconds. */
const PATIENCE_SECONDS = 5

/**
 * FIFO lock that all objects of this isolate share, so that one scans a slice at a time: they share its memory.
 * Promises cannot cross objects, so a waiting object polls from its alarm. Times are Unix seconds.
 */
export class ScanLock {
  readonly #lease: number
  #holder: { id: string; since: number } | null = null
  /** When each waiter polled last, in order of arrival. */
  readonly #waiting = new Map<string, number>()

  /** `leaseSeconds`: when a lock that its holder never released is free again. */
  constructor(leaseSeconds: number) {
    this.#lease = leaseSeconds
  }

  /** Returns true if the lock is held now, else queues for it. Its holder may acquire it again. */
  acquire(id: string, now: number): boolean {
    if (!this.#isFreeFor(id, now)) {
      this.#waiting.set(id, now)
      return false
    }
    this.#waiting.delete(id)
    this.#holder = { id, since: now }
    return true
  }

  /** Releases the lock; does nothing if another holds it by now. */
  release(id: string): void {
    if (this.#holder?.id === id) this.#holder = null
  }

  /** Releases the lock and the place in the queue, for an object that is gone. */
  leave(id: string): void {
    this.release(id)
    this.#waiting.delete(id)
  }

  /** Returns when to poll for the lock. */
  dueAt(id: string, now: number): number {
    return this.#isFreeFor(id, now) ? now : now + POLL_AGAIN_SECONDS
  }

  #isFreeFor(id: string, now: number): boolean {
    if (this.#holder?.id === id) return true
    // A time that is far ahead is of a clock that has been put back.
    if (this.#holder && Math.abs(now - this.#holder.since) < this.#lease) return false
    for (const [waiting, polledAt] of this.#waiting) {
      if (waiting === id) return true
      if (Math.abs(now - polledAt) <= PATIENCE_SECONDS) return false
      this.#waiting.delete(waiting)
    }
    return true
  }
}

/** The lock of this isolate. */
export const scanLock = new ScanLock(SETTINGS.SCAN_LEASE_SECONDS.value)
