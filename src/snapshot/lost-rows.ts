import type { RowId } from './row-id.ts'

/** What of a table could not be read. */
export class LostRows {
  /** Pages that were passed over. */
  pages = 0
  /** Rows that were in them at most, by their numbers; infinite if they were the last ones. */
  rows = 0
  #isGap = false

  /** A page was passed over. */
  page(): void {
    this.pages++
    this.#isGap = true
  }

  /** The table goes on in the row `next` behind the row `last`; null if nothing follows. */
  reached(last: RowId, next: RowId | null): void {
    if (!this.#isGap) return
    this.#isGap = false
    // Numbers are given from 1 on.
    this.rows += next === null ? Number.POSITIVE_INFINITY : Number(next) - Math.max(0, Number(last)) - 1
  }
}
