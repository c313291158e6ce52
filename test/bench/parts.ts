import { compiledSignals } from '../../src/engine/matcher/compiled.ts'
import { WINDOW } from '../../src/engine/matcher/lane-walker.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import type { Snapshot } from '../../src/snapshot/snapshot.ts'

/** Parts of a scan, alone: below what both take together no scan can be that looks at every byte once. */

/** Reads all rows in the order of the file, as a scan does, and looks at nothing in them. */
export function readInOrder(snapshot: Snapshot): void {
  sweep(snapshot, () => undefined)
}

/** The same, with one pass of the automaton over each text and the tool calls; nobody looks at what it finds. */
export function walkInOrder(snapshot: Snapshot): void {
  const { walker } = compiledSignals()
  sweep(snapshot, (text) => {
    if (!(text instanceof Utf8Text)) return
    const { memory, begin, end } = text
    for (let at = begin; at < end; at += WINDOW) walker.walk(memory, begin, at, Math.min(at + WINDOW, end))
  })
}

function sweep(snapshot: Snapshot, look: (text: unknown) => void): void {
  snapshot.sweep().run({
    begin: () => true,
    message(_session, { content, toolCalls }) {
      look(content)
      look(toolCalls)
    },
    end: () => undefined,
    again: () => undefined,
  })
}
