import type { LeftmostMatches } from './leftmost-matches.ts'

const LF = 0x0a

/**
 * Watches for the parts of one pattern on a line (`OnOneLine`), told of each where it stands, from left to right.
 * It begins with the first part's first occurrence on a line, goes on part by part, and is complete with each
 * occurrence of the last part: every later one on the line makes the match longer.
 */
export class LineWatch {
  readonly #parts: number
  #begun = false
  #start = 0
  #lineEnd = 0
  /** Parts that were met, and where the last of them ended. */
  #met = 0
  #metEnd = 0
  /** Matches of the signal that were taken before. */
  #taken = 0

  /** `parts`: how many the pattern has. */
  constructor(parts: number) {
    this.#parts = parts
  }

  /**
   * A part of a flag's pattern. True when the pattern is complete.
   * @param shift what a place in `memory` must be added to for its position
   */
  part(part: number, start: number, finish: number, memory: Uint8Array, end: number, shift: number): boolean {
    if (part === 0 && !this.#watching(start)) this.#begin(start, finish, memory, end, shift)
    else if (this.#watching(start)) return this.#next(part, start, finish)
    return false
  }

  /**
   * A part of a counted pattern. What was taken behind its start is void once it is complete, and until then
   * counts: there may be no end to it.
   */
  countedPart(
    part: number,
    start: number,
    finish: number,
    memory: Uint8Array,
    end: number,
    shift: number,
    matches: LeftmostMatches,
    signal: number,
  ): void {
    const begins = part === 0 && !this.#watching(start)
    if (begins && start < matches.lastEnd(signal)) return
    const complete = this.part(part, start, finish, memory, end, shift)
    if (begins) this.#taken = matches.counts[signal] ?? 0
    if (complete) matches.replace(signal, this.#taken, this.#start, finish, 0)
  }

  /** Positions begin at 0 again. They run on through the messages otherwise, and a line ends with its message. */
  restart(): void {
    this.#begun = false
  }

  #watching(start: number): boolean {
    return this.#begun && start < this.#lineEnd
  }

  #begin(start: number, finish: number, memory: Uint8Array, end: number, shift: number): void {
    const lineFeed = memory.subarray(finish - shift, end).indexOf(LF)
    this.#begun = true
    this.#start = start
    this.#lineEnd = lineFeed === -1 ? end + shift : finish + lineFeed
    this.#met = 1
    this.#metEnd = finish
  }

  #next(part: number, start: number, finish: number): boolean {
    if (start < this.#metEnd) return false
    const last = this.#parts - 1
    if (part === this.#met && part < last) {
      this.#met++
      this.#metEnd = finish
    }
    return part === last && this.#met === last
  }
}
