import { readFileSync } from 'node:fs'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import type { Plugin } from 'vitest/config'
import { bundledApp } from '../bundled-app.ts'

const UNLIMITED = { namespace_id: '0', simple: { limit: 1_000_000, period: 60 } } as const

/** Compressed histories as modules of bytes, for tests that run without files. */
const gzipModules: Plugin = {
  name: 'gzip-modules',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('.gz') ? `export default Uint8Array.fromBase64('${readFileSync(id, 'base64')}')` : null,
}

/** Packages without their source maps, which are larger than they are. */
const unmappedPackages: Plugin = {
  name: 'unmapped-packages',
  transform: (code, id) => (id.includes('/node_modules/') ? { code, map: { mappings: '' } } : null),
}

/**
 * Packages bundled before the tests begin: a runtime loads each of a few hundred modules by a call to the process that
 * started it, which takes longer than most test files.
 */
export const EDGE_PACKAGES = [
  '@hono/zod-openapi',
  '@noble/hashes/hmac.js',
  '@noble/hashes/sha2.js',
  '@noble/hashes/utils.js',
  'client-zip',
  'hono',
  'hono/cookie',
  'hono/etag',
  'hono/factory',
  'hono/html',
  'hono/http-exception',
  'hono/jsx',
  'hono/jsx/jsx-dev-runtime',
  'hono/jsx/jsx-runtime',
  'hono/router/trie-router',
  'hono/secure-headers',
  'hono/trailing-slash',
  'hono/utils/accept',
  'hono/utils/basic-auth',
  'hono/utils/url',
  'jose',
  'zod',
]

/** Takes its files from Node where it finds that, for which the platform has a stand-in. */
const SQL_JS = /^sql\.js/

/** Runs tests in workerd, with real R2, D1 and Durable Objects, and without rate limits. */
export const EDGE_PLUGINS = [
  gzipModules,
  bundledApp(() => ({ input: ['functions/worker.ts'], external: [...EDGE_PACKAGES, SQL_JS] })),
  unmappedPackages,
  cloudflareTest({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        STRICT_LIMIT: '',
        PUBLIC_ORIGIN: 'https://laurel.example',
        OPERATOR_KEY: 'the key of the operator',
      },
      ratelimits: {
        STRICT_LIMITER: UNLIMITED,
        CHUNK_LIMITER: UNLIMITED,
        IMAGE_LIMITER: UNLIMITED,
        PROFILE_IMAGE_LIMITER: UNLIMITED,
        WRITE_LIMITER: UNLIMITED,
      },
    },
  }),
]
