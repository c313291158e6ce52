import type { Reporter, TestModule } from 'vitest/node'

/** Prints what each file of a soak run has done as it ends, so that a run that is cut off shows it too, and the sums. */
export default class Counts implements Reporter {
  readonly #sums = new Map<string, number>()

  onTestModuleEnd(module: TestModule): void {
    for (const test of module.children.allTests()) {
      for (const [name, count] of Object.entries(test.meta().counts ?? {})) {
        this.#sums.set(name, (this.#sums.get(name) ?? 0) + count)
        console.log(`${module.relativeModuleId}: ${name}: ${count}`)
      }
    }
  }

  onTestRunEnd(): void {
    for (const [name, sum] of this.#sums) console.log(`${name}: ${sum}`)
  }
}
