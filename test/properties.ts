import fc from 'fast-check'
import { inject } from 'vitest'

/** For properties that name no number: in `npm test` it comes to 50. */
const DEFAULT_RUNS = 200

const soakMinutes = process.env.LAUREL_SOAK_MINUTES
const factor = soakMinutes === undefined ? 0.25 : Math.max(1, Math.round(Number(soakMinutes)))

/** Returns the number of inputs for a property: `count` for each minute of `npm run soak`, a quarter of it in `npm test`. */
export function runs(count: number): number {
  return Math.ceil(count * factor)
}

fc.configureGlobal({ seed: inject('seed'), numRuns: runs(DEFAULT_RUNS) })
