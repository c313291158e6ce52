import type { Reporter, TestModule } from 'vitest/node'

interface Times {
  /** Starting the worker or runtime, loading the file's modules, and its set-up files. Unit: ms. */
  setup: number
  /** Its tests and hooks. Unit: ms. */
  tests: number
}

/**
 * Prints where the time of a run goes, per project and per file, the slowest first: `npm test --
 * --reporter=./test/reporters/durations.ts`.
 */
export default class Durations implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const name of new Set(modules.map((module) => module.project.name))) {
      const files = modules.filter((module) => module.project.name === name)
      const total = sum(files.map(timesOf))
      console.log(`\n${name}: set-up ${seconds(total.setup)}, tests ${seconds(total.tests)}`)
      for (const file of files.toSorted((a, b) => whole(timesOf(b)) - whole(timesOf(a)))) {
        const { setup, tests } = timesOf(file)
        console.log(`  ${seconds(setup).padStart(8)} ${seconds(tests).padStart(8)}  ${file.relativeModuleId}`)
      }
    }
  }
}

function timesOf(module: TestModule): Times {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    module.diagnostic()
  return {
    setup: environmentSetupDuration + prepareDuration + collectDuration + setupDuration,
    tests: duration,
  }
}

const whole = ({ setup, tests }: Times) => setup + tests

function sum(times: readonly Times[]): Times {
  return times.reduce((a, b) => ({ setup: a.setup + b.setup, tests: a.tests + b.tests }), {
    setup: 0,
    tests: 0,
  })
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
