/** Recent positions of sequential reading, with the number of blocks last fetched there. */
interface Stretch {
  end: number
  size: number
}

/** A scan reads two tables at once, each with its rows and overflow pages. */
const STRETCHES = 8

/**
 * Decides how much to fetch at once: one block for random access, since most of a chunk would be wasted; for sequential
 * reading, twice as much each time, up to a limit. Unit: blocks.
 */
export class ReadAhead {
  readonly #max: number
  /** Most recent first. */
  #stretches: Stretch[] = []

  constructor(max: number) {
    this.#max = Math.max(1, max)
  }

  /** Returns the number of blocks to fetch from this one on. */
  sizeAt(block: number): number {
    // A small gap after the last stretch still counts as sequential: what lies between was not needed.
    const known = this.#stretches.find(({ end, size }) => block >= end && block - end <= size)
    return known === undefined ? 1 : Math.min(this.#max, 2 * known.size)
  }

  /** Records that blocks `begin` up to `end` were fetched. */
  fetched(begin: number, end: number): void {
    const size = end - begin
    const others = this.#stretches.filter((one) => begin < one.end || begin - one.end > one.size)
    this.#stretches = [{ end, size }, ...others].slice(0, STRETCHES)
  }
}
