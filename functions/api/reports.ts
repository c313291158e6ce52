import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema, SourceNameSchema } from '../../src/contract/profiles.ts'
import {
  BeginReportSchema,
  BucketsQuerySchema,
  CommitReportSchema,
  KnownSessionsSchema,
  MachineSchema,
  ReportBatchSchema,
  ReportReceiptSchema,
  ReportTicketSchema,
} from '../../src/contract/reports.ts'
import { checkPlausible } from '../../src/sync/reports/plausibility.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid, validated } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { batchIn } from './batch-body.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const SourceParams = z.object({ handle: HandleSchema, source: SourceNameSchema })
const ReportParams = SourceParams.extend({ report: z.uuid() })

const begin = createRoute({
  method: 'post',
  path: '/profiles/{handle}/sources/{source}/reports',
  operationId: 'beginReport',
  summary: 'Begin a report',
  description:
    'For a history that is scanned on its own machine: send the counts of its sessions, and none of their text. The response lists what is known; send what differs, then commit. Starting again resumes an interrupted report.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: SourceParams,
    headers: z.object({ 'laurel-machine': MachineSchema.optional() }),
    body: { required: true, content: { 'application/json': { schema: BeginReportSchema } } },
  },
  responses: {
    201: json(ReportTicketSchema, 'What is known.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const known = createRoute({
  method: 'get',
  path: '/profiles/{handle}/sources/{source}/reports/{report}/sessions',
  operationId: 'listKnownSessions',
  summary: 'List known sessions',
  description: 'For the buckets that differ: which sessions are known, including those just sent.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: ReportParams, query: BucketsQuerySchema },
  responses: {
    200: json(KnownSessionsSchema, 'Fingerprints by id.'),
    ...errors(400, 401, 403, 404, 409),
  },
})

const put = createRoute({
  method: 'put',
  path: '/profiles/{handle}/sources/{source}/reports/{report}/sessions',
  operationId: 'sendReportBatch',
  summary: 'Send a batch of sessions',
  description:
    'New, changed and removed sessions, as JSON, optionally with `Content-Encoding: gzip`. Sending them twice does no harm. Of a refused batch, nothing is kept.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: ReportParams,
    headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
    body: { required: true, content: { 'application/json': { schema: ReportBatchSchema } } },
  },
  responses: {
    204: { description: 'Received.' },
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const commit = createRoute({
  method: 'post',
  path: '/profiles/{handle}/sources/{source}/reports/{report}/commit',
  operationId: 'commitReport',
  summary: 'Commit a report',
  description:
    'Makes the report the latest version of its source if what arrived matches the history; otherwise nothing changes and the report stays open. Committing again returns the same response.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: ReportParams,
    body: { required: true, content: { 'application/json': { schema: CommitReportSchema } } },
  },
  responses: {
    200: json(ReportReceiptSchema, 'Committed.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const abandon = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/sources/{source}/reports/{report}',
  operationId: 'cancelReport',
  summary: 'Cancel a report',
  description: 'Deletes what was sent. Everything counted before stays.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: ReportParams },
  responses: { 204: { description: 'Cancelled.' }, ...errors(400, 401, 403, 404, 429) },
})

export const reportsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })

reportsApi.openapi(begin, async (c) => {
  const { profile } = c.var.access
  const { engine_version } = c.req.valid('json')
  const client = profileClient(c.env, profile.handle)
  const { source } = c.req.valid('param')
  const machine = c.req.valid('header')['laurel-machine'] ?? ''
  return c.json(await client.reports.begin(profile.id, { source, machine }, engine_version), 201)
})

reportsApi.openapi(known, async (c) => {
  const { profile } = c.var.access
  const { report } = c.req.valid('param')
  const { buckets } = c.req.valid('query')
  return c.json(await profileClient(c.env, profile.handle).reports.known(profile.id, report, buckets), 200)
})

// Documented like the others, but its body may be compressed, which the typed route does not read.
const { middleware, ...described } = put
reportsApi.openAPIRegistry.registerPath(described)
reportsApi.put(put.getRoutingPath(), ...middleware, async (c) => {
  const { report } = validated(c, ReportParams, c.req.param())
  const batch = validated(c, ReportBatchSchema, await batchIn(c.req.raw, c.var.config))
  for (const session of batch.sessions) checkPlausible(session)
  const { profile } = c.var.access
  await profileClient(c.env, profile.handle).reports.stage(profile.id, report, batch)
  return c.body(null, 204)
})

reportsApi.openapi(commit, async (c) => {
  const { profile } = c.var.access
  const { report } = c.req.valid('param')
  const client = profileClient(c.env, profile.handle)
  return c.json(await client.reports.commit(profile.id, report, c.req.valid('json')), 200)
})

reportsApi.openapi(abandon, async (c) => {
  const { handle } = c.var.access.profile
  await profileClient(c.env, handle).reports.abandon(c.req.valid('param').report)
  return c.body(null, 204)
})
