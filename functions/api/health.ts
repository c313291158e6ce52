import { Hono } from 'hono'
import { CATALOG_VERSION } from '../../src/engine/catalog-version.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import type { AppEnv } from '../app-env.ts'

/** `GET /healthz`: 200 if the registry responds, else 503. */
export const healthApi = new Hono<AppEnv>().get('/healthz', async (c) => {
  const healthy = await c.var.registry.isUp()
  return c.json(
    {
      status: healthy ? 'ok' : 'registry_down',
      engine_version: STATS_VERSION,
      catalog_version: CATALOG_VERSION,
    },
    healthy ? 200 : 503,
    {
      'Cache-Control': 'no-store',
    },
  )
})
