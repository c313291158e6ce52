import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

const migrations = await readD1Migrations(new URL('../src/storage/migrations', import.meta.url).pathname)

export default defineConfig({
  test: {
    projects: [
      {
        // Pure code, the command line tool, and rendered pages as text.
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/edge/**', 'test/browser/**'],
          testTimeout: 60_000,
        },
      },
      {
        // Everything that the platform calls, in workerd with real R2, D1 and Durable Objects.
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { TEST_MIGRATIONS: migrations, STRICT_LIMIT: '' },
              ratelimits: {
                STRICT_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
                WRITE_LIMITER: { simple: { limit: 1_000_000, period: 60 } },
              },
            },
          }),
        ],
        test: {
          name: 'edge',
          include: ['test/edge/**/*.test.ts'],
          setupFiles: ['test/edge/setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // Pages in Chromium, served by wrangler.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
