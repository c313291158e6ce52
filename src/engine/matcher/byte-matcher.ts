import type { PathSet } from '../path-set.ts'
import type { TextFigures } from '../text-figures.ts'
import type { Utf8Text } from '../utf8-text.ts'
import {
  COUNT,
  compiledSignals,
  EDGE_AFTER,
  EDGE_BEFORE,
  ERROR,
  FACT_LENGTH,
  FLAG,
  LAST,
  LINE,
  MORE,
  NAME,
  PATH,
  ROLE,
  ROOT,
  TALLY,
} from './compiled.ts'
import { COUNT_SIGNALS, FLAG_SIGNALS, SKILL_SIGNAL } from './keywords.ts'
import { WINDOW } from './lane-walker.ts'
import { LeftmostMatches, POSITION_MAX } from './leftmost-matches.ts'
import { isWordAt, isWordBefore } from './letters.ts'
import { LineWatch } from './line-watch.ts'
import { nameStart } from './name-start.ts'
import { PathCollector } from './path-collector.ts'
import { endOfRest, NO_MATCH, OPEN } from './rest.ts'

/**
 * Matches the signals over messages in UTF-8, in one pass of the automaton over the bytes of each, and collects their
 * file paths on the way. Each message is a text of its own. Messages whose matches may reach into the next one, or that
 * contain non-ASCII letters with ASCII case pairs, are declined.
 */
export class ByteMatcher {
  readonly #signals = compiledSignals()
  readonly #matches = new LeftmostMatches(this.#signals.countSignals, this.#signals.depth)
  readonly #flags = new Uint8Array(FLAG_SIGNALS.length)
  readonly #lines = this.#signals.lines.map(({ parts }) => new LineWatch(parts))
  readonly #paths: PathCollector
  #errorMessages = 0
  /** Whether the current message contains ERROR. */
  #error = false
  /** Positions continue through all messages: where the next one begins. */
  #position = 0

  /** `paths`: the set to collect file paths in. */
  constructor(paths: PathSet) {
    this.#paths = new PathCollector(paths)
  }

  /** Adds a message's text. Returns false if the message must be matched otherwise; nothing of it is counted then. */
  message({ memory, begin, end }: Utf8Text): boolean {
    const length = end - begin
    if (this.#position + length > POSITION_MAX) this.#restart()
    this.#matches.mark()
    this.#error = false
    this.#paths.begin(begin)
    const taken = this.#match(memory, begin, end)
    if (!taken) this.#matches.backToMark()
    else if (this.#error) this.#errorMessages++
    this.#position += length + 1
    return taken
  }

  /** Clears all messages added. */
  clear(): void {
    this.#matches.clear()
    this.#flags.fill(0)
    this.#errorMessages = 0
    this.#restart()
  }

  /** Adds the figures of all messages to `figures`. */
  addTo(figures: TextFigures): void {
    COUNT_SIGNALS.forEach((name, signal) => {
      figures.counts[name] += this.#matches.count(signal)
    })
    FLAG_SIGNALS.forEach((name, signal) => {
      figures.flags[name] ||= this.#flags[signal] === 1
    })
    figures.errorMessages += this.#errorMessages
    figures.skillWords += this.#matches.count(SKILL_SIGNAL)
  }

  /**
   * Works in windows: the walk notes where keywords end, and their meaning is evaluated afterwards. Both are faster
   * apart, especially the walk, which becomes a loop of a few instructions.
   */
  #match(memory: Uint8Array, begin: number, end: number): boolean {
    const { walker } = this.#signals
    for (let from = begin; from < end; from += WINDOW) {
      walker.walk(memory, begin, from, Math.min(from + WINDOW, end))
      for (let lane = 0; lane < walker.lanes; lane++) {
        if (!this.#understand(lane, memory, begin, end)) return false
      }
    }
    return true
  }

  /** Evaluates the notes. Returns false if the message must be matched otherwise. */
  #understand(lane: number, memory: Uint8Array, begin: number, end: number): boolean {
    const { facts, rests, walker } = this.#signals
    const { notes } = walker
    const origin = walker.origin(lane)
    const shift = this.#position - begin
    const last = walker.end(lane)
    for (let note = walker.begin(lane); note < last; note += 2) {
      const at = origin + (notes[note + 1] ?? 0) + 1
      let entry = notes[note] ?? 0
      let what: number
      do {
        const fact = entry * FACT_LENGTH
        const rest = entry++
        what = facts[fact] ?? LAST
        const sure = what & ~LAST
        const target = facts[fact + 1] ?? 0
        if (sure === TALLY) {
          this.#matches.tally(target)
          continue
        }
        if (this.#known(what & ROLE, target)) continue
        const start = at - (facts[fact + 3] ?? 0)
        const order = facts[fact + 2] ?? 0
        if (sure === COUNT) {
          this.#matches.candidate(target, start + shift, at + shift, order)
          continue
        }
        if ((what & EDGE_BEFORE) !== 0 && isWordBefore(memory, begin, start)) continue
        if ((what & EDGE_AFTER) !== 0 && isWordAt(memory, at, end)) continue
        let finish = at
        if ((what & MORE) !== 0) {
          finish = endOfRest(rests[rest] ?? [], memory, begin, at, end)
          if (finish === OPEN) return false
          if (finish === NO_MATCH) continue
        }
        switch (what & ROLE) {
          case TALLY:
            this.#matches.tally(target)
            break
          case COUNT:
            this.#matches.candidate(target, start + shift, finish + shift, order)
            break
          case FLAG:
            this.#flags[target] = 1
            break
          case ERROR:
            this.#error = true
            break
          case PATH:
            this.#paths.ending(memory, begin, start, finish, end)
            break
          case ROOT:
            this.#paths.root(start)
            break
          case LINE:
            this.#part(target, order, start + shift, finish + shift, memory, end, shift)
            break
          case NAME:
            this.#name(target, order, start, finish, memory, begin, shift)
            break
          default:
            return false
        }
      } while ((what & LAST) === 0)
    }
    return true
  }

  /** Whether finding it again would change nothing. */
  #known(role: number, target: number): boolean {
    if (role === FLAG) return this.#flags[target] === 1
    return role === ERROR && this.#error
  }

  /** Handles the ending of a name, found from `start` to `finish`. */
  #name(
    signal: number,
    order: number,
    start: number,
    finish: number,
    memory: Uint8Array,
    begin: number,
    shift: number,
  ): void {
    const from = Math.max(begin, this.#matches.lastEnd(signal) - shift)
    const name = nameStart(memory, begin, from, start)
    if (name !== start) this.#matches.candidate(signal, name + shift, finish + shift, order)
  }

  #part(
    line: number,
    part: number,
    start: number,
    finish: number,
    memory: Uint8Array,
    end: number,
    shift: number,
  ): void {
    const watch = this.#lines[line]
    const of = this.#signals.lines[line]
    if (watch === undefined || of === undefined) return
    if (of.count !== null) {
      watch.countedPart(part, start, finish, memory, end, shift, this.#matches, of.count)
    } else if (
      of.flag !== null &&
      this.#flags[of.flag] === 0 &&
      watch.part(part, start, finish, memory, end, shift)
    ) {
      this.#flags[of.flag] = 1
    }
  }

  #restart(): void {
    this.#position = 0
    for (const line of this.#lines) line.restart()
    this.#matches.restart()
  }
}
