/** Places from where reading went forward lately, each with how much was fetched there last. */
interface Stretch {
  end: number
  size: number
}

/** A scan goes forward in two tables at once, each through its rows and what overflows from them. */
const STRETCHES = 8

/**
 * How much to fetch at once. Where reading jumps about, one block: most of a chunk would come for nothing. Where
 * it goes forward, twice as much each time, up to a limit. Unit: blocks.
 */
export class ReadAhead {
  readonly #max: number
  /** The latest first. */
  #stretches: Stretch[] = []

  constructor(max: number) {
    this.#max = Math.max(1, max)
  }

  /** How many blocks to fetch from this one on. */
  sizeAt(block: number): number {
    // A little behind the last stretch is forward too: what lies between was not asked for.
    const known = this.#stretches.find(({ end, size }) => block >= end && block - end <= size)
    return known === undefined ? 1 : Math.min(this.#max, 2 * known.size)
  }

  /** Notes that blocks `begin` up to `end` were fetched. */
  fetched(begin: number, end: number): void {
    const size = end - begin
    const others = this.#stretches.filter((one) => begin < one.end || begin - one.end > one.size)
    this.#stretches = [{ end, size }, ...others].slice(0, STRETCHES)
  }
}
