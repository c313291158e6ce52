import { applyD1Migrations, env } from 'cloudflare:test'
import { afterAll, vi } from 'vitest'

await applyD1Migrations(env.REGISTRY, env.TEST_MIGRATIONS)

// Files share a runtime: the next one needs the real clock and the real methods.
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
