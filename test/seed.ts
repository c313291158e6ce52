import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** What the tests of this run draw their inputs from. */
    seed: number
  }
}

/** Picks the seed of the random tests and prints it, so that a failure can be repeated. Runs once, before all tests. */
export default function setup(project: TestProject): void {
  const seed = Number(process.env.LAUREL_SEED ?? Date.now() % 2 ** 31)
  console.log(`Random tests draw from seed ${seed}. To repeat them: LAUREL_SEED=${seed} npm test`)
  project.provide('seed', seed)
}
