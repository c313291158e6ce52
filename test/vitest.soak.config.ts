import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { EDGE_PACKAGES, EDGE_PLUGINS } from './edge/plugins.ts'
import { keepTemporaryFilesInMemory } from './scratch.ts'
import { OVERTIME_MS } from './soak/overtime.ts'

keepTemporaryFilesInMemory()

const soakMinutes = Number(process.env.LAUREL_SOAK_MINUTES)
const testTimeout = soakMinutes * 60_000 + OVERTIME_MS

/** `npm run soak`: what takes minutes, and would delay `npm test`. */
export default defineConfig({
  test: {
    reporters: ['default', './test/reporters/totals.ts', './test/reporters/counts.ts'],
    // As for `npm test`. With one, the shares of the minutes would follow each other, and take longer than all of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        // Every property, on many more inputs.
        test: {
          name: 'properties',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/edge/**', 'test/browser/**', 'test/serve/**'],
          globalSetup: ['test/seed.ts', 'test/cli/build.ts'],
          setupFiles: ['test/properties.ts', 'test/restore.ts', 'test/compiled-wasm.ts'],
          env: { LAUREL_SOAK_MINUTES: String(soakMinutes) },
          testTimeout,
        },
      },
      {
        test: {
          name: 'node',
          include: ['test/**/*.soak.ts'],
          exclude: ['test/soak/edge/**', 'test/soak/serve/**'],
          globalSetup: ['test/seed.ts'],
          setupFiles: ['test/compiled-wasm.ts'],
          provide: { soakMinutes },
          testTimeout,
        },
      },
      {
        // `laurel serve`, as it was built.
        test: {
          name: 'serve',
          include: ['test/soak/serve/**/*.soak.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          testTimeout,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        plugins: EDGE_PLUGINS,
        test: {
          name: 'edge',
          deps: { optimizer: { ssr: { enabled: true, include: EDGE_PACKAGES } } },
          include: ['test/soak/edge/**/*.soak.ts'],
          globalSetup: ['test/seed.ts'],
          setupFiles: ['test/edge/setup.ts'],
          provide: { soakMinutes },
          testTimeout,
        },
      },
    ],
  },
})
