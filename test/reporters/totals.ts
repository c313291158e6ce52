import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Ends a run with one plain line about what passed and failed in all projects, for people and machines alike. */
export default class Totals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) counts[test.result().state]++
      // A file whose tests could not even be collected has no failed tests.
      if (module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed'))
        counts.failed++
    }
    const skipped = counts.skipped + counts.pending
    console.log(
      `${counts.passed} passed, ${counts.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    )
  }
}
