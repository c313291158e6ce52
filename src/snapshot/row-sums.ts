import type { RowId } from './row-id.ts'

/**
 * Distinguishes one state of a session's messages from another: row numbers are never reused, so each append, undo,
 * compaction and deletion changes a count or a sum. Sums are decimal, since they may need more than 53 bits.
 */
export interface RowSums {
  live: number
  liveIds: string
  /** Rows that are not live: undone, or compacted away. */
  others: number
  otherIds: string
}

/** The sum of two numbers up to this is exact. */
const EXACT_MAX = 2 ** 52

/** Adds row numbers. Usually they and their sum are safe integers. */
class Sum {
  rows = 0
  #small = 0
  #large = 0n

  add(rowId: RowId): void {
    this.rows++
    if (typeof rowId === 'number') {
      const sum = this.#small + rowId
      if (sum <= EXACT_MAX && sum >= -EXACT_MAX) {
        this.#small = sum
        return
      }
    }
    this.#large += BigInt(rowId)
  }

  toString(): string {
    return this.#large === 0n ? String(this.#small) : (this.#large + BigInt(this.#small)).toString()
  }
}

/** Computes the sums of a session's rows, in any order. */
export class RowSummer {
  readonly #live = new Sum()
  readonly #others = new Sum()

  add(rowId: RowId, live: boolean): void {
    if (live) this.#live.add(rowId)
    else this.#others.add(rowId)
  }

  get live(): number {
    return this.#live.rows
  }

  get count(): number {
    return this.#live.rows + this.#others.rows
  }

  get sums(): RowSums {
    const [live, others] = [this.#live, this.#others]
    return { live: live.rows, liveIds: live.toString(), others: others.rows, otherIds: others.toString() }
  }
}
