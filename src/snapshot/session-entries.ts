import { isLive } from './counting.ts'
import { laterOf } from './last-active.ts'
import { inIds, inTime, type MessageEntry } from './message-order.ts'
import { RowSummer, type RowSums } from './row-sums.ts'
import { laterTime } from './times.ts'

/** The messages of one session, as they come: all of them in the sums, and of too many the first ones. */
export class SessionEntries {
  /** Whether there are more than are kept. */
  cut = false
  readonly #kept: MessageEntry[] = []
  readonly #max: number
  readonly #flagged: boolean
  readonly #summer = new RowSummer()
  #latest: number | null = null
  #sorted = false

  /** `max`: how many are kept; `flagged`: whether messages have `active`, and are in the order of their ids. */
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

  /** The first ones in their order. */
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

  /** The greatest timestamp that is a number; where messages have `active`, that can be a time. */
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
