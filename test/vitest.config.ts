import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig, type Plugin } from 'vitest/config'

const migrations = await readD1Migrations(new URL('../src/storage/migrations', import.meta.url).pathname)

/** Compressed histories as modules that hold their bytes, for tests that run where there are no files. */
const gzipModules: Plugin = {
  name: 'gzip-modules',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('.gz')
      ? `export default Uint8Array.from(atob('${readFileSync(id, 'base64')}'), (c) => c.charCodeAt(0))`
      : null,
}

export default defineConfig({
  test: {
    reporters: ['default', './test/reporters/totals.ts'],
    // Vitest leaves one core to itself, which on a machine of two would leave one test file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        // Pure code, the command line tool, and rendered pages as text.
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/edge/**', 'test/browser/**'],
          globalSetup: ['test/seed.ts', 'test/cli/build.ts'],
          isolate: false,
          setupFiles: ['test/properties.ts', 'test/restore.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // Everything that the platform calls, in workerd with real R2, D1 and Durable Objects. A runtime is started
        // once for each worker, not for each file: starting it and loading the app takes longer than most files.
        plugins: [
          gzipModules,
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { TEST_MIGRATIONS: migrations, STRICT_LIMIT: '' },
              ratelimits: {
                STRICT_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
                CHUNK_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
                IMAGE_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
                WRITE_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
              },
            },
          }),
        ],
        test: {
          name: 'edge',
          include: ['test/edge/**/*.test.ts'],
          setupFiles: ['test/edge/setup.ts', 'test/restore.ts'],
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        // Pages in Chromium, served by wrangler.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The default of one second would assert how fast the machine is.
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})
