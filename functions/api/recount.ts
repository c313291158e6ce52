import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { RecountRequestSchema, RecountSchema } from '../../src/contract/recount.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const recount = createRoute({
  method: 'post',
  path: '/profiles/{handle}/recount',
  operationId: 'recount',
  summary: 'Recount what was earned',
  description:
    'What was earned stays earned, even if the counts fall. After a wrong time zone, a duplicate or someone else’s history, a recount keeps only what the current counts reach. Without `confirm`, it changes nothing and only says what would change.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { content: { 'application/json': { schema: RecountRequestSchema } } },
  },
  responses: {
    200: json(RecountSchema, 'What is removed, and what gets another date.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

export const recountApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })

recountApi.openapi(recount, async (c) => {
  const { confirm = false } = c.req.valid('json')
  return c.json(await profileClient(c.env, c.var.access.profile.handle).scans.recount(confirm), 200)
})
