import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { AchievementsPayloadSchema, ScanStatusSchema } from '../../src/contract/achievements.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid, validated } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const RescannedSchema = AchievementsPayloadSchema.extend({
  ok: z.literal(true),
  sessions: z.array(z.record(z.string(), z.unknown())).openapi({ description: 'Counts of each session.' }),
  aggregate: z.record(z.string(), z.number()).nullable(),
}).openapi('Rescanned')

const RescanQuery = z.object({ full: z.enum(['true', 'false']).optional() })

const rescan = createRoute({
  method: 'post',
  path: '/profiles/{handle}/rescan',
  operationId: 'rescan',
  summary: 'Scan now',
  description:
    'Waits for the scan and returns the new view. Joins a scan that is already running. `full=true` drops all checkpoints first; a running scan that reuses them starts over.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: HandleParam,
    query: RescanQuery,
  },
  responses: {
    200: json(RescannedSchema, 'The new view, with the counts of every session and their aggregate.'),
    202: json(
      z.object({ ok: z.literal(true), status: ScanStatusSchema }).openapi('RescanGoesOn'),
      'The scan takes longer than a request may wait.',
    ),
    ...errors(400, 401, 403, 404, 422, 429),
  },
})

const reset = createRoute({
  method: 'post',
  path: '/profiles/{handle}/reset-state',
  operationId: 'resetState',
  summary: 'Forget unlocks, views and checkpoints',
  description:
    'The histories stay. The next request for the view scans them again. All credentials are revoked.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam },
  responses: {
    200: json(z.object({ ok: z.literal(true) }).openapi('Reset'), 'Forgotten.'),
    ...errors(400, 401, 403, 404, 429),
  },
})

export const rescanApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })

rescanApi.openapi(reset, async (c) => {
  await profileClient(c.env, c.var.access.profile.handle).profile.reset()
  return c.json({ ok: true as const }, 200)
})

// Documented like the others, but its response is streamed, which the typed route cannot express.
const { middleware, ...described } = rescan
rescanApi.openAPIRegistry.registerPath(described)
rescanApi.post(rescan.getRoutingPath(), ...middleware, async (c) => {
  const { full } = validated(c, RescanQuery, c.req.query())
  const client = profileClient(c.env, c.var.access.profile.handle)
  const result = await client.scans.rescan(full === 'true')
  if (!result.done) return c.json({ ok: true, status: result.status }, 202)
  const head = { ok: true, ...result.payload, aggregate: result.aggregate }
  return c.body(withArray(head, 'sessions', await client.archive.sessions()), 200, {
    'Content-Type': 'application/json',
  })
})

/** Adds a streamed property to a JSON object, so that a long history's counts need no memory. */
export function withArray(
  object: object,
  name: string,
  array: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const head = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:`
  return array.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(head)),
      flush: (controller) => controller.enqueue(encoder.encode('}')),
    }),
  )
}
