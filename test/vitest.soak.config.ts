import { defineConfig } from 'vitest/config'
import { EDGE_PACKAGES, EDGE_PLUGINS } from './edge/plugins.ts'
import { keepTemporaryFilesInMemory } from './scratch.ts'

keepTemporaryFilesInMemory()

/** `npm run soak`: what takes minutes, and would delay `npm test`. */
export default defineConfig({
  test: {
    projects: [
      {
        // Every property, on many more inputs.
        test: {
          name: 'properties',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/edge/**', 'test/browser/**'],
          globalSetup: ['test/seed.ts', 'test/cli/build.ts'],
          setupFiles: ['test/properties.ts', 'test/restore.ts', 'test/compiled-walk.ts'],
          env: { LAUREL_SOAK: '1' },
          testTimeout: 3_600_000,
        },
      },
      {
        test: {
          name: 'node',
          include: ['test/**/*.soak.ts'],
          exclude: ['test/soak/edge/**'],
          setupFiles: ['test/compiled-walk.ts'],
          testTimeout: 600_000,
        },
      },
      {
        plugins: EDGE_PLUGINS,
        test: {
          name: 'edge',
          deps: { optimizer: { ssr: { enabled: true, include: EDGE_PACKAGES } } },
          include: ['test/soak/edge/**/*.soak.ts'],
          setupFiles: ['test/edge/setup.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
})
