import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  LiveIdSchema,
  LiveReceiptSchema,
  LiveReportBodySchema,
  LiveReportSchema,
  LiveSessionSchema,
  LiveStreamQuerySchema,
  LiveStreamSchema,
  NoLiveSessionSchema,
  RenameLiveSchema,
} from '../../src/contract/live.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { takenReport } from '../../src/sessions/live/taken-report.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { jsonBody } from '../http/body-size.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const LiveParams = z.object({ handle: HandleSchema, id: LiveIdSchema })

const report = createRoute({
  method: 'put',
  path: '/profiles/{handle}/live-sessions/{id}',
  operationId: 'reportLiveSession',
  summary: 'Report a running session',
  description:
    'For agents that keep no state.db. The session shows in lists and insights, but earns no badges. Off by default: while the profile’s `sync_to_insights` is off, reports are accepted and ignored.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner'), jsonBody] as const,
  request: {
    params: LiveParams,
    body: { required: true, content: { 'application/json': { schema: LiveReportBodySchema } } },
  },
  responses: {
    200: json(LiveReceiptSchema, 'The session as it is now.'),
    202: json(NoLiveSessionSchema, 'Nothing is kept, and part of the report would not have been taken.'),
    204: {
      description: 'Nothing is kept: reports are off, or no message was sent and no token used yet.',
    },
    ...errors(400, 401, 403, 404, 413, 415, 422, 429),
  },
})

const rename = createRoute({
  method: 'patch',
  path: '/profiles/{handle}/live-sessions/{id}',
  operationId: 'renameLiveSession',
  summary: 'Rename a live session',
  description: 'Sets a title chosen by a person. The agent’s own titles no longer replace it.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: LiveParams,
    body: { required: true, content: { 'application/json': { schema: RenameLiveSchema } } },
  },
  responses: {
    200: json(LiveSessionSchema, 'The session as it is now.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/live-sessions/{id}',
  operationId: 'removeLiveSession',
  summary: 'Remove a live session',
  description: 'It disappears from lists and insights. A later report creates it again.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: LiveParams },
  responses: { 204: { description: 'Removed.' }, ...errors(400, 401, 403, 404, 429) },
})

const stream = createRoute({
  method: 'post',
  path: '/profiles/{handle}/live-sessions/{id}/stream',
  operationId: 'beginTurn',
  summary: 'Begin a turn, or renew it',
  description:
    'Lists show the session as streaming. A turn that is not renewed within 60 seconds ends by itself.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: LiveParams,
    body: { required: true, content: { 'application/json': { schema: LiveStreamSchema } } },
  },
  responses: {
    204: { description: 'It is streaming, unless reports are off.' },
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const endStream = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/live-sessions/{id}/stream',
  operationId: 'endTurn',
  summary: 'End a turn',
  description:
    'The session stays in the lists. With `stream_id`, another stream that has begun since goes on.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: LiveParams, query: LiveStreamQuerySchema },
  responses: { 204: { description: 'It is no longer streaming.' }, ...errors(400, 401, 403, 404, 429) },
})

export const liveApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(report, async (c) => {
    const { profile } = c.var.access
    const { report, left_out } = takenReport(c.req.valid('json'))
    const change = { kind: 'report' as const, report }
    const { id } = c.req.valid('param')
    const session = await profileClient(c.env, profile.handle).live.change(profile.id, id, change)
    if (session) return c.json({ ...session, left_out }, 200)
    return left_out.length > 0 ? c.json({ left_out }, 202) : c.body(null, 204)
  })
  .openapi(rename, async (c) => {
    const { profile } = c.var.access
    const change = { kind: 'rename' as const, ...c.req.valid('json') }
    const { id } = c.req.valid('param')
    const session = await profileClient(c.env, profile.handle).live.change(profile.id, id, change)
    if (!session) throw new Error('a session that was renamed is not there')
    return c.json(session, 200)
  })
  .openapi(remove, async (c) => {
    const { profile } = c.var.access
    const { id } = c.req.valid('param')
    await profileClient(c.env, profile.handle).live.change(profile.id, id, { kind: 'remove' })
    return c.body(null, 204)
  })
  .openapi(stream, async (c) => {
    const { profile } = c.var.access
    const change = { kind: 'stream' as const, streamId: c.req.valid('json').stream_id }
    const { id } = c.req.valid('param')
    await profileClient(c.env, profile.handle).live.change(profile.id, id, change)
    return c.body(null, 204)
  })
  .openapi(endStream, async (c) => {
    const { profile } = c.var.access
    const change = { kind: 'end_stream' as const, streamId: c.req.valid('query').stream_id ?? null }
    const { id } = c.req.valid('param')
    await profileClient(c.env, profile.handle).live.change(profile.id, id, change)
    return c.body(null, 204)
  })

liveApi.openAPIRegistry.register('LiveReport', LiveReportSchema)
