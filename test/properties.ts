import fc from 'fast-check'
import { inject } from 'vitest'

/** How many more inputs `npm run soak` draws than `npm test`. */
const SOAK_FACTOR = 20
/** Inputs per property unless a test says otherwise: fast-check's own default. */
const DEFAULT_RUNS = 100

const factor = process.env.LAUREL_SOAK === '1' ? SOAK_FACTOR : 1

/** Returns the number of inputs for a property: `count` in `npm test`, more in `npm run soak`. */
export function runs(count: number): number {
  return count * factor
}

fc.configureGlobal({ seed: inject('seed'), numRuns: runs(DEFAULT_RUNS) })
