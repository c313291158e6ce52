import { Hono } from 'hono'
import { CATALOG_VERSION } from '../../../src/engine/catalog-version.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { operatorOnly } from '../../http/operator.ts'
import { readOverview } from '../../overview.ts'
import { METRICS_TYPE, metricsText } from './metrics-text.ts'

const ENGINE = { engine_version: String(STATS_VERSION), catalog_version: String(CATALOG_VERSION) }

/** The operator's numbers, for Prometheus. */
export const metricsRoutes = new Hono<AppEnv>()
  .use(ROUTES.metrics, operatorOnly)
  .get(ROUTES.metrics, async (c) =>
    c.body(metricsText(await readOverview(c.env, c.var.config), ENGINE), 200, {
      'Content-Type': METRICS_TYPE,
    }),
  )
