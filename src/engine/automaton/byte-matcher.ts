import type { PathSet } from '../path-set.ts'
import type { TextFigures } from '../text-figures.ts'
import type { Utf8Text } from '../utf8-text.ts'
import { LIST_END, walk } from './automaton.ts'
import {
  COUNT,
  compiledSignals,
  EDGE_AFTER,
  EDGE_BEFORE,
  ERROR,
  FACT_LENGTH,
  FLAG,
  LINE,
  MORE,
  NAME,
  PATH,
  ROLE,
  ROOT,
} from './compiled.ts'
import { LeftmostMatches, POSITION_MAX } from './leftmost-matches.ts'
import { isWordAt, isWordBefore } from './letters.ts'
import { LineWatch } from './line-watch.ts'
import { nameStart } from './name-start.ts'
import { COUNT_SIGNALS, FLAG_SIGNALS, SKILL_SIGNAL } from './needles.ts'
import { PathCollector } from './path-collector.ts'
import { endOfRest, NO_MATCH, OPEN } from './rest.ts'

/** Bytes walked in one go. */
const STRETCH = 4096
const noted = new Int32Array(1 + 2 * STRETCH)

/**
 * Matches the signals over messages in UTF-8, in one walk of the automaton over the bytes of each, and collects
 * their file paths on the way. A message is a text of its own to it; the few of which it can't tell that they are
 * (a match may reach into the next), or that hold letters with a case of their own kind, it leaves to others.
 */
export class ByteMatcher {
  readonly #signals = compiledSignals()
  readonly #matches = new LeftmostMatches(this.#signals.countSignals, this.#signals.depth)
  readonly #flags = new Uint8Array(FLAG_SIGNALS.length)
  readonly #lines = this.#signals.lines.map(({ parts }) => new LineWatch(parts))
  readonly #paths: PathCollector
  #errorMessages = 0
  /** Whether the message at hand has ERROR. */
  #error = false
  /** Positions run on through all messages: this is where the next one begins. */
  #position = 0

  /** `paths`: the set to collect file paths in. */
  constructor(paths: PathSet) {
    this.#paths = new PathCollector(paths)
  }

  /** Takes a message's text. False when it is to be matched otherwise: then nothing of it counts here. */
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

  /** Adds the figures of all messages taken. */
  addTo(figures: TextFigures): void {
    const { counts } = this.#matches
    for (const [signal, name] of COUNT_SIGNALS.entries()) figures.counts[name] += counts[signal] ?? 0
    for (const [signal, name] of FLAG_SIGNALS.entries()) figures.flags[name] ||= this.#flags[signal] === 1
    figures.errorMessages += this.#errorMessages
    figures.skillWords += counts[SKILL_SIGNAL] ?? 0
  }

  /**
   * In stretches: the walk notes where needles end, and what they mean is looked at behind it. Apart from each
   * other both are faster, the walk above all, which then is a loop of a few instructions.
   */
  #match(memory: Uint8Array, begin: number, end: number): boolean {
    const { automaton } = this.#signals
    let node = 0
    for (let from = begin; from < end; from += STRETCH) {
      const notes = walk(automaton, node, memory, from, Math.min(from + STRETCH, end), noted)
      node = noted[0] ?? 0
      if (!this.#understand(notes, memory, begin, end)) return false
    }
    return true
  }

  /** Looks at what was noted. False when the message is to be matched otherwise. */
  #understand(notes: number, memory: Uint8Array, begin: number, end: number): boolean {
    const { automaton, facts, rests } = this.#signals
    const { table, classCount, lists } = automaton
    const shift = this.#position - begin
    for (let note = 1; note < notes; note += 2) {
      const at = noted[note + 1] ?? 0
      for (let entry = table[(noted[note] ?? 0) + classCount] ?? 0; ; entry++) {
        const fact = entry * FACT_LENGTH
        const what = facts[fact] ?? LIST_END
        if (what === LIST_END) break
        const start = at - (facts[fact + 3] ?? 0)
        if ((what & EDGE_BEFORE) !== 0 && isWordBefore(memory, begin, start)) continue
        if ((what & EDGE_AFTER) !== 0 && isWordAt(memory, at, end)) continue
        let finish = at
        if ((what & MORE) !== 0) {
          finish = endOfRest(rests[lists[entry] ?? 0] ?? [], memory, begin, at, end)
          if (finish === OPEN) return false
          if (finish === NO_MATCH) continue
        }
        const target = facts[fact + 1] ?? 0
        const order = facts[fact + 2] ?? 0
        switch (what & ROLE) {
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
      }
    }
    return true
  }

  /** The ending of a name stands from `start` to `finish`. */
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
    } else if (of.flag !== null && watch.part(part, start, finish, memory, end, shift)) {
      this.#flags[of.flag] = 1
    }
  }

  #restart(): void {
    this.#position = 0
    for (const line of this.#lines) line.restart()
    this.#matches.restart()
  }
}
