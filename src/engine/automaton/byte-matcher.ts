import type { TextFigures } from '../text-figures.ts'
import type { Utf8Text } from '../utf8-text.ts'
import { LIST_END } from './automaton.ts'
import { COUNT, compileSignals, ERROR, FLAG, LINE, NAME, PATH } from './compiled.ts'
import { LeftmostMatches, POSITION_MAX } from './leftmost-matches.ts'
import { isWordAt, isWordBefore } from './letters.ts'
import { LineWatch } from './line-watch.ts'
import { nameStart } from './name-start.ts'
import { COUNT_SIGNALS, FLAG_SIGNALS, SKILL_SIGNAL } from './needles.ts'
import { PathCollector } from './path-collector.ts'
import { endOfRest, NO_MATCH, OPEN } from './rest.ts'

const compiled = compileSignals()
const { automaton, roles, targets, orders, lengths, edgesBefore, edgesAfter, rests, lines } = compiled
const { table, classes, classCount, firstEnd, lists } = automaton

const STRETCH = 4096
const noted = new Int32Array(2 * STRETCH)
const notes = { count: 0 }

function walk(
  table: Int32Array,
  classes: Uint8Array,
  firstEnd: number,
  noted: Int32Array,
  memory: Uint8Array,
  from: number,
  until: number,
  start: number,
): number {
  let node = start
  let count = 0
  let at = from
  while (at < until) {
    node = table[node + (classes[memory[at] ?? 0] ?? 0)] ?? 0
    at++
    if (node >= firstEnd) {
      noted[count++] = node
      noted[count++] = at
    }
  }
  notes.count = count
  return node
}

/**
 * Matches the signals over messages in UTF-8, in one walk of the automaton over the bytes of each, and collects
 * their file paths on the way. A message is a text of its own to it; the few of which it can't tell that they are
 * (a match may reach into the next), or that hold letters with a case of their own kind, it leaves to others.
 */
export class ByteMatcher {
  readonly #matches = new LeftmostMatches(compiled.countSignals, compiled.depth)
  readonly #flags = new Uint8Array(FLAG_SIGNALS.length)
  readonly #lines = lines.map(({ parts }) => new LineWatch(parts))
  readonly #paths: PathCollector
  #errorMessages = 0
  /** Whether the message at hand has ERROR. */
  #error = false
  /** Positions run on through all messages: this is where the next one begins. */
  #position = 0

  /** `paths`: the set to collect file paths in. */
  constructor(paths: Set<string>) {
    this.#paths = new PathCollector(paths)
  }

  /** Takes a message's text. False when it is to be matched otherwise: then nothing of it counts here. */
  message({ memory, begin, end }: Utf8Text): boolean {
    const length = end - begin
    if (this.#position + length > POSITION_MAX) this.#restart()
    this.#matches.mark()
    this.#error = false
    this.#paths.begin(begin)
    const taken = this.#walk(memory, begin, end)
    if (!taken) this.#matches.backToMark()
    else if (this.#error) this.#errorMessages++
    for (const line of this.#lines) line.stop()
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
  #walk(memory: Uint8Array, begin: number, end: number): boolean {
    let node = 0
    for (let from = begin; from < end; from += STRETCH) {
      const until = Math.min(from + STRETCH, end)
      node = walk(table, classes, firstEnd, noted, memory, from, until, node)
      for (let note = 0; note < notes.count; note += 2) {
        if (!this.#found(noted[note] ?? 0, memory, begin, noted[note + 1] ?? 0, end)) return false
      }
    }
    return true
  }

  /** Needles end at `at`. False when the message is to be matched otherwise. */
  #found(node: number, memory: Uint8Array, begin: number, at: number, end: number): boolean {
    const shift = this.#position - begin
    for (let entry = table[node + classCount] ?? 0; ; entry++) {
      const needle = lists[entry] ?? LIST_END
      if (needle === LIST_END) return true
      const start = at - (lengths[needle] ?? 0)
      if (edgesBefore[needle] === 1 && isWordBefore(memory, begin, start)) continue
      if (edgesAfter[needle] === 1 && isWordAt(memory, at, end)) continue
      const target = targets[needle] ?? 0
      const order = orders[needle] ?? 0
      let finish = at
      const rest = rests[needle]
      if (rest) {
        finish = endOfRest(rest, memory, begin, at, end)
        if (finish === OPEN) return false
        if (finish === NO_MATCH) continue
      }
      switch (roles[needle]) {
        case COUNT:
          this.#matches.candidate(target, start + shift, finish + shift, order)
          break
        case NAME: {
          const from = Math.max(begin, this.#matches.lastEnd(target) - shift)
          const name = nameStart(memory, begin, from, start)
          if (name !== start) this.#matches.candidate(target, name + shift, finish + shift, order)
          break
        }
        case FLAG:
          this.#flags[target] = 1
          break
        case LINE:
          this.#part(target, order, start + shift, finish + shift, memory, end, shift)
          break
        case ERROR:
          this.#error = true
          break
        case PATH:
          this.#paths.ending(memory, begin, start, finish, end)
          break
        default:
          return false
      }
    }
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
    const of = lines[line]
    if (watch === undefined || of === undefined) return
    if (of.count !== null) {
      watch.countedPart(part, start, finish, memory, end, shift, this.#matches, of.count)
    } else if (of.flag !== null && watch.part(part, start, finish, memory, end, shift)) {
      this.#flags[of.flag] = 1
    }
  }

  #restart(): void {
    this.#position = 0
    this.#matches.restart()
  }
}
