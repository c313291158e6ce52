import { availableParallelism } from 'node:os'
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from 'vitest/config'
import { type Engine, enginesToTest } from './browser/engines.ts'
import { bundledApp, importedByTests } from './bundled-app.ts'
import { EDGE_PACKAGES, EDGE_PLUGINS } from './edge/plugins.ts'
import { keepTemporaryFilesInMemory } from './scratch.ts'

keepTemporaryFilesInMemory()

/** The default of one second would assert the speed of the machine. */
const POLL = { timeout: 60_000 }

/** The app, for tests in Node. Of the icons, those that it shows are read, not all. */
const APP_IN_NODE = [
  bundledApp(() => ({
    input: importedByTests(['bench', 'browser', 'edge', 'serve', 'soak']),
    external: [/^(?!lucide-static)[^./]/],
  })),
]

const PROGRAMS = ['test/cli/**/*.test.ts', 'test/actions/**/*.test.ts', 'test/client/**/*.test.ts']

const IN_NODE = {
  isolate: false,
  // The tool counts in the zone of the machine by default.
  env: { TZ: 'UTC' },
  setupFiles: ['test/properties.ts', 'test/restore.ts', 'test/compiled-wasm.ts'],
  testTimeout: 60_000,
}

const [engine, ...others] = enginesToTest()

/** Pages in a browser, served by `laurel serve`; in the project of the first one, that server itself. */
function inABrowser(name: string, engine: Engine | undefined): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [
        ...(engine ? ['test/browser/**/*.test.ts'] : []),
        ...(name === 'browser' ? ['test/serve/**/*.test.ts'] : []),
      ],
      globalSetup: ['test/browser/global-setup.ts'],
      setupFiles: ['test/browser/connections.ts'],
      provide: engine ? { engine } : {},
      isolate: false,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      expect: { poll: POLL },
    },
  }
}

/** Where the browser project is asked for, it is there once for each further engine. */
const otherEngines: Plugin = {
  name: 'other-engines',
  async configureVitest({ vitest, injectTestProjects }) {
    for (const other of others) {
      const name = `browser in ${other}`
      if (vitest.config.project.length > 0) vitest.config.project.push(name)
      await injectTestProjects(inABrowser(name, other))
    }
  },
}

export default defineConfig({
  test: {
    reporters: ['default', './test/reporters/totals.ts'],
    // Vitest leaves one core to itself, which on a machine of two would leave one test file at a time. A third saves a
    // tenth of the time there, but pages in a browser then answer late enough for tests to look too early.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        // Pure code, and rendered pages as text.
        plugins: APP_IN_NODE,
        test: {
          ...IN_NODE,
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PROGRAMS, 'test/edge/**', 'test/browser/**', 'test/serve/**'],
          globalSetup: ['test/seed.ts'],
        },
      },
      {
        // What is run as a program: the command line tool, the card action, the packaged client.
        plugins: APP_IN_NODE,
        test: {
          ...IN_NODE,
          name: 'cli',
          include: PROGRAMS,
          globalSetup: ['test/seed.ts', 'test/cli/build.ts'],
        },
      },
      {
        // Everything that the platform calls, in workerd with real R2, D1 and Durable Objects. A runtime is started
        // once per worker, not per file: starting it and loading the app takes longer than most files.
        plugins: EDGE_PLUGINS,
        test: {
          name: 'edge',
          deps: { optimizer: { ssr: { enabled: true, include: EDGE_PACKAGES } } },
          include: ['test/edge/**/*.test.ts'],
          setupFiles: ['test/edge/pool-shortcuts.ts', 'test/edge/setup.ts', 'test/restore.ts'],
          isolate: false,
          testTimeout: 60_000,
          expect: { poll: POLL },
        },
      },
      { ...inABrowser('browser', engine), plugins: [otherEngines] },
    ],
  },
})
