import type { Automaton } from './automaton.ts'
import { LaneWalker } from './lane-walker.ts'
import { PlainWalker } from './plain-walker.ts'
import type { Walker } from './walker.ts'

let compiled: WebAssembly.Module | undefined

/**
 * Makes later walks use `walk.wasm`, which takes half the time of JavaScript; without a module, JavaScript again. Call
 * before the first text is matched. The platform compiles the module, since workerd compiles nothing at run time.
 */
export function useCompiledWalk(module: WebAssembly.Module | undefined): void {
  compiled = module
}

/** Returns the fastest available walker for this automaton. */
export function walkerOf(automaton: Automaton): Walker {
  return compiled === undefined ? new PlainWalker(automaton) : new LaneWalker(automaton, compiled)
}
