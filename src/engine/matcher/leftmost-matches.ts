/** Positions beyond this are started afresh: they are kept as 32-bit integers. */
export const POSITION_MAX = 2 ** 30

/**
 * Counts, for each of several signals, the matches that do not overlap, taken from the left, the earlier declared
 * one where two begin together: as a regular expression would, but told of candidates in the order of their ends.
 *
 * A candidate never changes what was taken to the left of its start. If the last match taken there reaches into
 * it, it is nothing; else it is the next match, and takes the place of those that it holds, which begin later
 * (`auth` in `unauthorized`) or were declared later. So it is enough to remember the last few matches of each
 * signal: as many as one candidate can hold, and one more.
 */
export class LeftmostMatches {
  readonly counts: Int32Array
  /** Of matches that overlap no other of their signal: they are no part of what is remembered. */
  readonly tallies: Int32Array
  readonly #mask: number
  readonly #depth: number
  /** Rings of the last matches, one of `depth` for each signal: start, end and order of the match numbered n. */
  readonly #matches: Int32Array
  /** Where the last match of each signal ends. */
  readonly #ends: Int32Array
  /** Counts and tallies to go back to. */
  readonly #marked: readonly [Int32Array, Int32Array]

  /** `depth`: how many matches to remember for each signal, a power of two. */
  constructor(signals: number, depth: number) {
    this.counts = new Int32Array(signals)
    this.tallies = new Int32Array(signals)
    this.#ends = new Int32Array(signals)
    this.#marked = [new Int32Array(signals), new Int32Array(signals)]
    this.#depth = depth
    this.#mask = depth - 1
    this.#matches = new Int32Array(signals * depth * 3)
  }

  /** Where the last match of a signal ends; 0 before any. */
  lastEnd(signal: number): number {
    return this.#ends[signal] ?? 0
  }

  /** A match of a needle that overlaps no match of its signal. */
  tally(signal: number): void {
    this.tallies[signal] = (this.tallies[signal] ?? 0) + 1
  }

  /** How many matches of a signal there are. */
  count(signal: number): number {
    return (this.counts[signal] ?? 0) + (this.tallies[signal] ?? 0)
  }

  /** `order`: of the declaration, among those that can begin together. */
  candidate(signal: number, start: number, end: number, order: number): void {
    const count = this.counts[signal] ?? 0
    if (start >= (this.#ends[signal] ?? 0)) this.replace(signal, count, start, end, order)
    else this.#contested(signal, count, start, end, order)
  }

  /** Forgets the matches of a signal but for the first `count`, and takes this one behind them. */
  replace(signal: number, count: number, start: number, end: number, order: number): void {
    const slot = this.#slot(signal, count)
    this.#matches[slot] = start
    this.#matches[slot + 1] = end
    this.#matches[slot + 2] = order
    this.#ends[signal] = end
    this.counts[signal] = count + 1
  }

  /** Remembers the counts. */
  mark(): void {
    const [counts, tallies] = this.#marked
    // Not by `set`: there are too few of them for that to be worth its call.
    for (let signal = 0; signal < counts.length; signal++) {
      counts[signal] = this.counts[signal] ?? 0
      tallies[signal] = this.tallies[signal] ?? 0
    }
  }

  /** Takes back all matches since the mark. Nothing may begin before their ends any more. */
  backToMark(): void {
    this.counts.set(this.#marked[0])
    this.tallies.set(this.#marked[1])
    for (const [signal, count] of this.counts.entries()) {
      this.#ends[signal] = this.#matches[this.#slot(signal, count - 1) + 1] ?? 0
    }
  }

  /** Forgets all matches. */
  clear(): void {
    this.counts.fill(0)
    this.tallies.fill(0)
    this.restart()
  }

  /** Positions begin at 0 again. */
  restart(): void {
    this.#matches.fill(0)
    this.#ends.fill(0)
  }

  /** A candidate that begins before the last match ends. */
  #contested(signal: number, count: number, start: number, end: number, order: number): void {
    const matches = this.#matches
    let kept = count
    let last = this.#slot(signal, kept - 1)
    while (kept > 0 && isReplaced(matches, last, start, order)) last = this.#slot(signal, --kept - 1)
    if (kept < count && start >= (matches[last + 1] ?? 0)) this.replace(signal, kept, start, end, order)
  }

  #slot(signal: number, number: number): number {
    return (signal * this.#depth + (number & this.#mask)) * 3
  }
}

/** Whether a match begins behind this candidate, or with it and declared behind it. */
function isReplaced(matches: Int32Array, slot: number, start: number, order: number): boolean {
  const known = matches[slot] ?? 0
  return known > start || (known === start && (matches[slot + 2] ?? 0) > order)
}
