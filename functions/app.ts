import { OpenAPIHono } from '@hono/zod-openapi'
import { trimTrailingSlash } from 'hono/trailing-slash'
import { configFrom, publicSiteFrom } from '../src/config.ts'
import { API_PATH, PLUGIN_PATH, urls } from '../src/urls.ts'
import { achievementsApi } from './api/achievements.ts'
import { archiveApi } from './api/archive.ts'
import { circlesApi } from './api/circles.ts'
import { credentialsApi } from './api/credentials.ts'
import { eventsApi } from './api/events.ts'
import { exportApi } from './api/export.ts'
import { healthApi } from './api/health.ts'
import { hermesEventsApi } from './api/hermes-events.ts'
import { identityApi } from './api/identity.ts'
import { insightsApi } from './api/insights.ts'
import { liveApi } from './api/live.ts'
import { ownerKeyApi } from './api/owner-key.ts'
import { pluginApi } from './api/plugin.ts'
import { profilesApi } from './api/profiles.ts'
import { pullsApi } from './api/pulls.ts'
import { rarityApi } from './api/rarity.ts'
import { recountApi } from './api/recount.ts'
import { reportsApi } from './api/reports.ts'
import { rescanApi } from './api/rescan.ts'
import { sessionTemplatesApi } from './api/session-templates.ts'
import { sessionsApi } from './api/sessions.ts'
import { snapshotsApi } from './api/snapshots.ts'
import { sourcesApi } from './api/sources.ts'
import { storiesApi } from './api/stories.ts'
import { uploadsApi } from './api/uploads.ts'
import { webhooksApi } from './api/webhooks.ts'
import type { AppEnv } from './app-env.ts'
import { assetsBelowBase, routedPath } from './http/below-base.ts'
import { bodySize } from './http/body-size.ts'
import { diskRoom } from './http/disk-room.ts'
import { keptAnswers } from './http/kept-answers.ts'
import { notFound } from './http/not-found.ts'
import { onError } from './http/on-error.ts'
import { otherSites } from './http/other-sites.ts'
import { publicOrigin } from './http/public-origin.ts'
import { restOfBody } from './http/rest-of-body.ts'
import { sameOrigin } from './http/same-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { circleRoutes } from './pages/circles/routes.tsx'
import { docsRoutes } from './pages/docs/routes.tsx'
import { exploreRoutes } from './pages/explore/routes.tsx'
import { siteRoutes } from './pages/home/routes.tsx'
import { insightsRoutes } from './pages/insights/routes.tsx'
import { offlineRoutes } from './pages/offline/routes.tsx'
import { operatorRoutes } from './pages/operator/routes.tsx'
import { badgeRoutes } from './pages/profile/badge-routes.tsx'
import { compareRoutes } from './pages/profile/compare-routes.tsx'
import { embedRoutes } from './pages/profile/embed-routes.tsx'
import { hermesRoutes } from './pages/profile/hermes-routes.tsx'
import { identityRoutes } from './pages/profile/identity-routes.tsx'
import { keyRoutes } from './pages/profile/key-routes.tsx'
import { pullRoutes } from './pages/profile/pull-routes.tsx'
import { profileRoutes } from './pages/profile/routes.tsx'
import { webhookRoutes } from './pages/profile/webhook-routes.tsx'
import { sessionsRoutes } from './pages/sessions/routes.tsx'
import { templateRoutes } from './pages/templates/routes.tsx'
import { verifyRoutes } from './pages/verify/routes.tsx'
import { wrappedRoutes } from './pages/wrapped/routes.tsx'
import { credentialRoutes } from './public/credentials/credential-routes.ts'
import { feedRoutes } from './public/feeds/feed-routes.ts'
import { comparisonRoutes } from './public/images/comparison.ts'
import { imageRoutes } from './public/images/routes.ts'
import { wrappedImageRoutes } from './public/images/wrapped.ts'
import { metricsRoutes } from './public/metrics/metrics-routes.ts'
import { registryOf } from './registry.ts'

/** All routes of Laurel. */
const api = new OpenAPIHono<AppEnv>()
  .route('/', profilesApi)
  .route('/', ownerKeyApi)
  .route('/', identityApi)
  .route('/', sourcesApi)
  .route('/', snapshotsApi)
  .route('/', uploadsApi)
  .route('/', reportsApi)
  .route('/', achievementsApi)
  .route('/', rarityApi)
  .route('/', storiesApi)
  .route('/', sessionsApi)
  .route('/', insightsApi)
  .route('/', rescanApi)
  .route('/', recountApi)
  .route('/', exportApi)
  .route('/', archiveApi)
  .route('/', eventsApi)
  .route('/', pullsApi)
  .route('/', webhooksApi)
  .route('/', circlesApi)
  .route('/', credentialsApi)
  .route('/', liveApi)
  .route('/', hermesEventsApi)
  .route('/', sessionTemplatesApi)

export const app = new OpenAPIHono<AppEnv>({ getPath: routedPath })

app.use(keptAnswers)
app.use(assetsBelowBase)
app.use(trimTrailingSlash())
app.use(securityHeaders)
app.use(async (c, next) => {
  c.set('config', configFrom({ ...c.env }))
  c.set('registry', await registryOf(c.env.REGISTRY))
  const site = publicSiteFrom(c.env)
  c.set('publicSite', site)
  c.set('urls', urls(site ?? { origin: new URL(c.req.url).origin }))
  c.set('paths', urls({ base: site?.base ?? '' }))
  await next()
})
app.use(restOfBody)
// Whatever watches the server may reach it by any host.
app.route('/', healthApi)
app.route('/', metricsRoutes)
app.use(publicOrigin)
app.use(sameOrigin)
app.use(diskRoom)
app.use(bodySize)

app.use(`${API_PATH}/*`, otherSites)
app.route(API_PATH, api)
app.route(PLUGIN_PATH, pluginApi)
app.route('/', docsRoutes(api))
app.route('/', siteRoutes)
app.route('/', exploreRoutes)
app.route('/', verifyRoutes)
app.route('/', offlineRoutes)
app.route('/', operatorRoutes)
app.route('/', feedRoutes)
app.route('/', imageRoutes)
app.route('/', comparisonRoutes)
app.route('/', wrappedImageRoutes)
app.route('/', credentialRoutes)
app.route('/', profileRoutes)
app.route('/', insightsRoutes)
app.route('/', sessionsRoutes)
app.route('/', pullRoutes)
app.route('/', webhookRoutes)
app.route('/', circleRoutes)
app.route('/', hermesRoutes)
app.route('/', keyRoutes)
app.route('/', identityRoutes)
app.route('/', badgeRoutes)
app.route('/', compareRoutes)
app.route('/', wrappedRoutes)
app.route('/', embedRoutes)
app.route('/', templateRoutes)

app.notFound(notFound(app))
app.onError(onError)
