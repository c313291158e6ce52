import fc from 'fast-check'
import { inject } from 'vitest'

/** Inputs per property unless a test says otherwise: fast-check's own default. */
const DEFAULT_RUNS = 100

/** `npm run soak` draws as many times more as it is to take minutes. */
const factor = Math.max(1, Math.round(Number(process.env.LAUREL_SOAK_MINUTES ?? 1)))

/** Returns the number of inputs for a property: `count` in `npm test`, more in `npm run soak`. */
export function runs(count: number): number {
  return count * factor
}

fc.configureGlobal({ seed: inject('seed'), numRuns: runs(DEFAULT_RUNS) })
