/** Positions restart beyond this: they are stored as 32-bit integers. */
export const POSITION_MAX = 2 ** 30

/**
 * Counts non-overlapping matches for each of several signals, leftmost first, the earlier declared one on a tie: as a
 * regular expression would, but from candidates in the order of their ends.
 *
 * A candidate never changes what was matched to the left of its start. If the last match there overlaps it, the
 * candidate is discarded; otherwise it is the next match, and replaces those within it that begin later (`auth` in
 * `unauthorized`) or were declared later. So it is enough to remember the last few matches of each signal: as many as
 * one candidate can contain, plus one.
 */
export class LeftmostMatches {
  readonly counts: Int32Array
  /** Counts of matches that overlap no other of their signal; these need not be remembered. */
  readonly tallies: Int32Array
  readonly #mask: number
  readonly #depth: number
  /** Ring buffers of the last matches, `depth` entries per signal: start, end and order of match n. */
  readonly #matches: Int32Array
  /** Where the last match of each signal ends. */
  readonly #ends: Int32Array
  /** Counts and tallies to return to. */
  readonly #marked: readonly [Int32Array, Int32Array]

  /** @param depth how many matches to remember per signal, a power of two */
  constructor(signals: number, depth: number) {
    this.counts = new Int32Array(signals)
    this.tallies = new Int32Array(signals)
    this.#ends = new Int32Array(signals)
    this.#marked = [new Int32Array(signals), new Int32Array(signals)]
    this.#depth = depth
    this.#mask = depth - 1
    this.#matches = new Int32Array(signals * depth * 3)
  }

  /** Returns where the last match of a signal ends; 0 before any. */
  lastEnd(signal: number): number {
    return this.#ends[signal] ?? 0
  }

  /** Counts a match that overlaps no other of its signal. */
  tally(signal: number): void {
    this.tallies[signal] = (this.tallies[signal] ?? 0) + 1
  }

  /** Returns the number of matches of a signal. */
  count(signal: number): number {
    return (this.counts[signal] ?? 0) + (this.tallies[signal] ?? 0)
  }

  /**
   * Adds a candidate.
   * @param order its place in the declaration, among those that can begin together
   */
  candidate(signal: number, start: number, end: number, order: number): void {
    const count = this.counts[signal] ?? 0
    if (start >= (this.#ends[signal] ?? 0)) this.replace(signal, count, start, end, order)
    else this.#contested(signal, count, start, end, order)
  }

  /** Drops all but the first `count` matches of a signal, and appends this one. */
  replace(signal: number, count: number, start: number, end: number, order: number): void {
    const slot = this.#slot(signal, count)
    this.#matches[slot] = start
    this.#matches[slot + 1] = end
    this.#matches[slot + 2] = order
    this.#ends[signal] = end
    this.counts[signal] = count + 1
  }

  /** Saves the counts. */
  mark(): void {
    const [counts, tallies] = this.#marked
    // A loop, because `set` costs more for so few.
    for (let signal = 0; signal < counts.length; signal++) {
      counts[signal] = this.counts[signal] ?? 0
      tallies[signal] = this.tallies[signal] ?? 0
    }
  }

  /** Reverts all matches since the mark. Later candidates must not begin before their ends. */
  backToMark(): void {
    this.counts.set(this.#marked[0])
    this.tallies.set(this.#marked[1])
    for (const [signal, count] of this.counts.entries()) {
      this.#ends[signal] = this.#matches[this.#slot(signal, count - 1) + 1] ?? 0
    }
  }

  /** Clears all matches. */
  clear(): void {
    this.counts.fill(0)
    this.tallies.fill(0)
    this.restart()
  }

  /** Restarts positions at 0. */
  restart(): void {
    this.#matches.fill(0)
    this.#ends.fill(0)
  }

  /** Handles a candidate that begins before the last match ends. */
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

/** Whether a match begins after this candidate, or with it and was declared later. */
function isReplaced(matches: Int32Array, slot: number, start: number, order: number): boolean {
  const known = matches[slot] ?? 0
  return known > start || (known === start && (matches[slot + 2] ?? 0) > order)
}
