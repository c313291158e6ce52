import type { Reporter, TestModule } from 'vitest/node'

/** Ends a soak run with what it has done: a line for each number that its tests counted. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const sums = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        for (const [name, count] of Object.entries(test.meta().counts ?? {})) {
          sums.set(name, (sums.get(name) ?? 0) + count)
        }
      }
    }
    for (const [name, sum] of sums) console.log(`${name}: ${sum}`)
  }
}
