import { Registry } from '../../src/storage/registry.ts'
import { nextDue } from '../../src/view/freshness.ts'
import type { ProfileContext } from './context.ts'
import { isUnused, lapseOf } from './lapse.ts'

/**
 * Tells the registry when a profile is due: when a cron tick is to wake its object, if ever. What it stores and how many
 * scans it had are told along with that: each scan and each collection changes when it is due.
 */
export class DueTime {
  readonly #context: ProfileContext
  readonly #choresAt: () => number | null
  /** When the registry was told last that it is due; undefined if that is not known. */
  #told: number | null | undefined
  #telling: Promise<void> = Promise.resolve()

  /** @param choresAt returns when the alarm has something to do besides scans; null if nothing */
  constructor(context: ProfileContext, choresAt: () => number | null) {
    this.#context = context
    this.#choresAt = choresAt
  }

  /** Tells the registry, unless it knows. One call after the other. */
  tell(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tellNow())
    return this.#telling
  }

  /** The same, after the response. */
  tellLater(): void {
    this.#context.ctx.waitUntil(this.tell())
  }

  /** Call when others may have told the registry something else. */
  forget(): void {
    this.#told = undefined
  }

  /** Whether the profile has got nothing for too long. */
  isOver(): boolean {
    const { store } = this.#context
    return isUnused(store) && this.#choresAt() === null && this.#lapsesAt() <= this.#context.now()
  }

  /** If that fails, the next call tells. */
  async #tellNow(): Promise<void> {
    try {
      const { id, sample } = this.#context.profile()
      const due = this.#next()
      if (due === this.#told) return
      const { run_count: scans, failed_count: failures } = this.#context.store.scanState()
      // The chunks of samples are stored once for all of these.
      const bytes = sample ? 0 : this.#context.store.chunks.storedBytes()
      await new Registry(this.#context.env.REGISTRY).tell(id, { dueAt: due, bytes, scans, failures })
      this.#told = due
    } catch {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
    }
  }

  #next(): number | null {
    const lapsesAt = isUnused(this.#context.store) ? this.#lapsesAt() : null
    const reasons = { alarmAt: this.#choresAt(), lapsesAt }
    return nextDue(this.#context.situation(), this.#context.config.SCAN_LEASE_SECONDS, reasons)
  }

  #lapsesAt(): number {
    return lapseOf(this.#context.profile(), this.#context.config)
  }
}
