import fc from 'fast-check'
import { inject } from 'vitest'

/** Inputs per property unless a test says otherwise: fast-check's own default. */
const DEFAULT_RUNS = 100

const soakMinutes = process.env.LAUREL_SOAK_MINUTES
const factor = soakMinutes === undefined ? 0.5 : Math.max(1, Math.round(Number(soakMinutes)))

/** Returns the number of inputs for a property: `count` for each minute of `npm run soak`, half of it in `npm test`. */
export function runs(count: number): number {
  return Math.ceil(count * factor)
}

fc.configureGlobal({ seed: inject('seed'), numRuns: 2 * runs(DEFAULT_RUNS) })
