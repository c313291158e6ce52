import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { configFrom } from '../src/config.ts'
import { LaurelError } from '../src/errors.ts'
import { Registry } from '../src/storage/registry.ts'
import { achievementsApi } from './api/achievements.ts'
import { eventsApi } from './api/events.ts'
import { exportApi } from './api/export.ts'
import { healthApi } from './api/health.ts'
import { profilesApi } from './api/profiles.ts'
import { rescanApi } from './api/rescan.ts'
import { snapshotsApi } from './api/snapshots.ts'
import type { AppEnv } from './app-env.ts'
import { onError } from './middleware/on-error.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { docsRoutes } from './pages/docs-routes.tsx'
import { profileRoutes } from './pages/profile-routes.tsx'
import { siteRoutes } from './pages/site-routes.tsx'

/** Every route of Laurel. */
const api = new OpenAPIHono<AppEnv>()
  .route('/', profilesApi)
  .route('/', snapshotsApi)
  .route('/', achievementsApi)
  .route('/', rescanApi)
  .route('/', exportApi)
  .route('/', eventsApi)

export const app = new OpenAPIHono<AppEnv>()

app.use(securityHeaders)
app.use(async (c, next) => {
  c.set('config', configFrom({ ...c.env }))
  c.set('registry', new Registry(c.env.REGISTRY))
  await next()
})
app.use(sameOrigin)
app.on(['POST', 'PATCH', 'DELETE'], '*', async (c, next) => {
  const maxSize = c.var.config.JSON_BODY_MAX_BYTES
  const onError = () => {
    throw new LaurelError('body_too_large', `The request body is larger than ${maxSize} bytes.`)
  }
  return bodyLimit({ maxSize, onError })(c, next)
})

app.route('/', healthApi)
app.route('/api/v1', api)
app.route('/', docsRoutes(api))
app.route('/', siteRoutes)
app.route('/', profileRoutes)

app.notFound(() => {
  throw new LaurelError('not_found', 'There is nothing at this address.')
})
app.onError(onError)
