import type { RowId } from './row-id.ts'

/** What of a table could not be read. */
export class LostRows {
  /** Pages that were skipped. */
  pages = 0
  /** Upper bound of the rows in them, from the row numbers; infinite if they were the last ones. */
  rows = 0
  #isGap = false

  /** Counts a skipped page. */
  page(): void {
    this.pages++
    this.#isGap = true
  }

  /** Call when the table continues with the row `next` after the row `last`; null at the end. */
  reached(last: RowId, next: RowId | null): void {
    if (!this.#isGap) return
    this.#isGap = false
    // Row numbers start at 1.
    this.rows += next === null ? Number.POSITIVE_INFINITY : Number(next) - Math.max(0, Number(last)) - 1
  }
}
