import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import {
  InsightsDaysSchema,
  InsightsQuerySchema,
  InsightsSchema,
  InsightsSummarySchema,
} from '../../src/contract/insights.ts'
import { insightsQuery } from '../../src/sessions/insights/query.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const report = createRoute({
  method: 'get',
  path: '/profiles/{handle}/insights',
  operationId: 'getInsights',
  summary: 'Insights for a period',
  description:
    'All histories together, by models, platforms, tools, skills, days and hours. Costs are those that the history records. In each session, a tool counts as often as its result rows or its calls say, whichever is more. A model gets what was spent on it; the rest of a session goes to the session’s own model. A session that changed models counts for each of them.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam, query: InsightsQuerySchema },
  responses: { 200: json(InsightsSchema, 'The report.'), ...errors(400, 401, 403, 404) },
})

const daily = createRoute({
  method: 'get',
  path: '/profiles/{handle}/insights/daily',
  operationId: 'getDailyInsights',
  summary: 'Insights by day',
  description:
    'The days on which sessions started, in the profile’s time zone, with the tokens and costs of those sessions.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam, query: InsightsQuerySchema },
  responses: { 200: json(InsightsDaysSchema, 'The days.'), ...errors(400, 401, 403, 404) },
})

const summary = createRoute({
  method: 'get',
  path: '/profiles/{handle}/insights/summary',
  operationId: 'getInsightsSummary',
  summary: 'Totals of the last 30 days',
  description: 'Visible to everyone if the owner publishes them (`publish_insights`).',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(InsightsSummarySchema, 'The totals.'), ...errors(400, 404) },
})

export const insightsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(report, async (c) => {
    const query = insightsQuery(c.req.valid('query'))
    const { report } = await profileClient(c.env, c.var.access.profile.handle).insights.report(query)
    return c.json(report, 200)
  })
  .openapi(daily, async (c) => {
    const query = insightsQuery(c.req.valid('query'))
    const insights = await profileClient(c.env, c.var.access.profile.handle).insights.report(query)
    const { days, source_filter, timezone, generated_at } = insights.report
    return c.json({ days, source_filter, timezone, generated_at, daily: insights.daily }, 200)
  })
  .openapi(summary, async (c) => {
    const { profile, owner } = c.var.access
    return c.json(await profileClient(c.env, profile.handle).insights.summary(owner), 200)
  })
