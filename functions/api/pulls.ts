import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema, SourceNameSchema } from '../../src/contract/profiles.ts'
import { PullsSchema, SetPullSchema } from '../../src/contract/pulls.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const SourceParams = z.object({ handle: HandleSchema, source: SourceNameSchema })

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/pulls',
  operationId: 'listPulls',
  summary: 'List the pulls',
  description: 'Which histories are pulled from an address, and what came of it.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(PullsSchema, 'The pulls.'), ...errors(400, 401, 403, 404) },
})

const set = createRoute({
  method: 'put',
  path: '/profiles/{handle}/pulls/{source}',
  operationId: 'putPull',
  summary: 'Pull a history from an address',
  description:
    'Replaces what was set for this history before, its header too, and adds the history if needed. It is pulled at ' +
    'once. Private addresses and ports other than 443 and 8443 are refused, also those that are redirected to.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: {
    params: SourceParams,
    body: { required: true, content: { 'application/json': { schema: SetPullSchema } } },
  },
  responses: {
    200: json(PullsSchema, 'The pulls, with this one.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/pulls/{source}',
  operationId: 'removePull',
  summary: 'End a pull',
  description: 'The history stays as it was fetched last.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: SourceParams },
  responses: { 204: { description: 'It has ended.' }, ...errors(400, 401, 403, 404, 429) },
})

const now = createRoute({
  method: 'post',
  path: '/profiles/{handle}/pulls/{source}/now',
  operationId: 'pullNow',
  summary: 'Pull a history now',
  description: 'Looks whether it has changed, after responding. What comes of it is in the list.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: { params: SourceParams },
  responses: { 202: json(PullsSchema, 'It is due.'), ...errors(400, 401, 403, 404, 429) },
})

export const pullsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).pulls.list(), 200)
  })
  .openapi(set, async (c) => {
    const { handle } = c.var.access.profile
    const { source } = c.req.valid('param')
    const pull = { ...c.req.valid('json'), source, origin: c.var.urls.root }
    return c.json(await profileClient(c.env, handle).pulls.set(pull), 200)
  })
  .openapi(remove, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).pulls.remove(c.req.valid('param').source)
    return c.body(null, 204)
  })
  .openapi(now, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).pulls.now(c.req.valid('param').source), 202)
  })
