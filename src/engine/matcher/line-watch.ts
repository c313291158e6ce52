import type { LeftmostMatches } from './leftmost-matches.ts'

const LF = 0x0a

/**
 * Matches the parts of one pattern on a line (`OnOneLine`), given each occurrence from left to right. It starts with
 * the first part's first occurrence on a line, advances part by part, and is complete with each occurrence of the last
 * part: every later one on the line extends the match.
 */
export class LineWatch {
  readonly #parts: number
  #begun = false
  #start = 0
  #lineEnd = 0
  /** The number of parts found, and where the last of them ended. */
  #met = 0
  #metEnd = 0
  /** Matches of the signal counted before this one began. */
  #taken = 0

  /** @param parts the number of parts of the pattern */
  constructor(parts: number) {
    this.#parts = parts
  }

  /**
   * Adds a part of a flag's pattern. Returns true if the pattern is complete.
   * @param shift offset from an index in `memory` to its position
   */
  part(part: number, start: number, finish: number, memory: Uint8Array, end: number, shift: number): boolean {
    if (part === 0 && !this.#watching(start)) this.#begin(start, finish, memory, end, shift)
    else if (this.#watching(start)) return this.#next(part, start, finish)
    return false
  }

  /**
   * Adds a part of a counted pattern. Once it is complete, matches counted after its start are void; until then they
   * count, because it may never be completed.
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

  /** Restarts positions at 0. Otherwise they continue through the messages, and a line ends with its message. */
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
