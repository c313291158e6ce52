import { isLive } from './counting.ts'
import { laterOf } from './last-active.ts'
import { inIds, inTime, type MessageEntry } from './message-order.ts'
import { RowSummer, type RowSums } from './row-sums.ts'
import { laterTime } from './times.ts'

/** Collects the messages of one session as they come: the sums cover all of them, the entries only the first ones. */
export class SessionEntries {
  /** Whether there are more than are kept. */
  cut = false
  readonly #kept: MessageEntry[] = []
  readonly #max: number
  readonly #flagged: boolean
  readonly #summer = new RowSummer()
  #latest: number | null = null
  #sorted = false

  /** `max`: how many entries are kept; `flagged`: whether messages have `active`, and are ordered by id. */
  constructor(max: number, flagged: boolean) {
    this.#max = max
    this.#flagged = flagged
  }

  add(entry: MessageEntry): void {
    const { rowId, timestamp, active } = entry
    this.#summer.add(rowId, isLive(active))
    const time = Number.isFinite(timestamp) ? timestamp : null
    this.#latest = this.#flagged ? laterTime(this.#latest, time) : laterOf(this.#latest, time)
    this.#sorted = false
    if (this.#kept.push(entry) >= 2 * this.#max + 2) this.#sort()
  }

  /** Returns the first ones in order. */
  get inOrder(): readonly MessageEntry[] {
    if (!this.#sorted) this.#sort()
    return this.#kept
  }

  get count(): number {
    return this.#summer.count
  }

  get sums(): RowSums {
    return this.#summer.sums
  }

  /** Returns the greatest timestamp that is a number and, if messages have `active`, a plausible time. */
  get lastTimestamp(): number | null {
    return this.#latest
  }

  #sort(): void {
    this.#kept.sort(this.#flagged ? inIds : inTime)
    this.#sorted = true
    if (this.#kept.length <= this.#max) return
    this.#kept.length = this.#max
    this.cut = true
  }
}
