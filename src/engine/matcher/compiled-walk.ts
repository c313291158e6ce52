import type { Automaton } from './automaton.ts'
import { LaneWalker } from './lane-walker.ts'

let compiled: WebAssembly.Module | undefined

/**
 * Supplies `walk.wasm`; call it before the first text is matched. The platform compiles the module, since workerd
 * compiles nothing at run time.
 */
export function useCompiledWalk(module: WebAssembly.Module): void {
  compiled = module
}

/** Returns the walker for this automaton. */
export function walkerOf(automaton: Automaton): LaneWalker {
  if (compiled === undefined) throw new Error('walk.wasm was not supplied')
  return new LaneWalker(automaton, compiled)
}
