import type { Automaton } from './automaton.ts'
import { type Walker, WINDOW } from './walker.ts'

/** Walks byte by byte in JavaScript: if nothing is compiled, and as the reference for `LaneWalker`. */
export class PlainWalker implements Walker {
  readonly notes = new Uint16Array(2 * WINDOW)
  readonly lanes = 1
  readonly #automaton: Automaton
  #end = 0
  #origin = 0

  constructor(automaton: Automaton) {
    this.#automaton = automaton
  }

  walk(memory: Uint8Array, begin: number, from: number, until: number): void {
    const { table, classes, classCount, firstEnd, reach } = this.#automaton
    const { notes } = this
    let node = 0
    let end = 0
    for (let at = Math.max(begin, from - reach); at < until; at++) {
      node = table[node + (classes[memory[at] ?? 0] ?? 0)] ?? 0
      if (node < firstEnd || at < from) continue
      notes[end++] = table[node + classCount] ?? 0
      notes[end++] = at - from
    }
    this.#origin = from
    this.#end = end
  }

  begin(): number {
    return 0
  }

  end(): number {
    return this.#end
  }

  origin(): number {
    return this.#origin
  }
}
