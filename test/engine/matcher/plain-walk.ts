import type { Automaton } from '../../../src/engine/matcher/automaton.ts'

/** Where a keyword ends: the place of the list of those that do, and the byte's. */
export type Note = [list: number, at: number]

/** Walks an automaton from `begin` to `end`, byte by byte. The reference for `LaneWalker`. */
export function plainWalk(
  { table, classes, classCount, firstEnd }: Automaton,
  memory: Uint8Array,
  begin: number,
  end: number,
): Note[] {
  const notes: Note[] = []
  let node = 0
  for (let at = begin; at < end; at++) {
    node = table[node + (classes[memory[at] ?? 0] ?? 0)] ?? 0
    if (node >= firstEnd) notes.push([table[node + classCount] ?? 0, at])
  }
  return notes
}
