import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AchievementSchema,
  AchievementsPayloadSchema,
  AchievementsQuerySchema,
  RecentUnlocksSchema,
  ScanStatusSchema,
  SummarySchema,
} from '../../src/contract/achievements.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { recentUnlocks, selectAchievements } from '../../src/view/selection.ts'
import { summaryOf } from '../../src/view/summary.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { keepAnswer } from '../http/kept-answers.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/achievements',
  operationId: 'listAchievements',
  summary: 'The published view',
  description: 'Served at once. A stale view is served too, and refreshed after the response.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam, query: AchievementsQuerySchema },
  responses: {
    200: json(AchievementsPayloadSchema, 'All achievements with their state.'),
    ...errors(400, 404),
  },
})

const summary = createRoute({
  method: 'get',
  path: '/profiles/{handle}/achievements/summary',
  operationId: 'getSummary',
  summary: 'The profile in brief',
  description: 'How many badges are unlocked, and which categories have the most of them and the fewest.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(SummarySchema, 'Counts, strengths and gaps.'), ...errors(400, 404) },
})

const recent = createRoute({
  method: 'get',
  path: '/profiles/{handle}/recent-unlocks',
  operationId: 'listRecentUnlocks',
  summary: 'The latest unlocks, newest first',
  description: 'Each with the tier that it reached and when.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(RecentUnlocksSchema, 'At most 20 unlocked achievements.'), ...errors(400, 404) },
})

const status = createRoute({
  method: 'get',
  path: '/profiles/{handle}/scan-status',
  operationId: 'getScanStatus',
  summary: 'Scan status',
  description: 'Whether a scan is under way and how far it is, and what the last one came to.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(ScanStatusSchema, 'The scan status.'), ...errors(400, 404) },
})

const badges = createRoute({
  method: 'get',
  path: '/profiles/{handle}/sessions/{id}/badges',
  operationId: 'getSessionBadges',
  summary: 'What one session alone would unlock',
  description: 'As if the history held this session and no other.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: z.object({ handle: HandleSchema, id: z.string().min(1).max(256) }) },
  responses: {
    200: json(
      z
        .object({ session_id: z.string(), badges: z.array(AchievementSchema.partial()) })
        .openapi('SessionBadges'),
      'The badges of the session.',
    ),
    ...errors(400, 401, 403, 404),
  },
})

export const achievementsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { profile, owner, stamp } = c.var.access
    keepAnswer(c, { handle: profile.handle, stamp })
    const payload = await profileClient(c.env, profile.handle).views.achievements(owner)
    return c.json(
      { ...payload, achievements: selectAchievements(payload.achievements, c.req.valid('query')) },
      200,
    )
  })
  .openapi(summary, async (c) => {
    const { payload, aggregate } = await profileClient(c.env, c.var.access.profile.handle).views.overview(
      false,
    )
    return c.json(summaryOf(payload, aggregate), 200)
  })
  .openapi(recent, async (c) => {
    const { profile, owner } = c.var.access
    const { achievements } = await profileClient(c.env, profile.handle).views.achievements(owner)
    return c.json(recentUnlocks(achievements, c.var.config.RECENT_UNLOCKS_MAX), 200)
  })
  .openapi(status, async (c) =>
    c.json(await profileClient(c.env, c.var.access.profile.handle).scans.status(), 200),
  )
  .openapi(badges, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await profileClient(c.env, c.var.access.profile.handle).views.sessionBadges(id), 200)
  })
