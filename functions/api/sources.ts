import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema, SourceNameSchema } from '../../src/contract/profiles.ts'
import { AddSourceSchema, ChangeSourceSchema, SourcesSchema } from '../../src/contract/sources.ts'
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
  path: '/profiles/{handle}/sources',
  operationId: 'listSources',
  summary: 'List the histories',
  description: 'The histories that the profile merges, and how much space is left.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(SourcesSchema, 'The histories.'), ...errors(400, 401, 403, 404) },
})

const add = createRoute({
  method: 'post',
  path: '/profiles/{handle}/sources',
  operationId: 'addSource',
  summary: 'Add a history',
  description:
    'Names a history before it is uploaded, to set how long it is kept. Uploading under a new name also adds it.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: AddSourceSchema } } },
  },
  responses: {
    201: json(SourcesSchema, 'The histories, with the new one.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const change = createRoute({
  method: 'patch',
  path: '/profiles/{handle}/sources/{source}',
  operationId: 'changeSource',
  summary: 'Rename a history, or change how long it is kept',
  description: 'If set to `delete-after-scan`, a history that is already scanned is deleted at once.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: SourceParams,
    body: { required: true, content: { 'application/json': { schema: ChangeSourceSchema } } },
  },
  responses: {
    200: json(SourcesSchema, 'The histories, after the change.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/sources/{source}',
  operationId: 'removeSource',
  summary: 'Remove a history',
  description: 'It is deleted and its counts leave the page. Earned badges stay.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: SourceParams },
  responses: { 204: { description: 'Removed.' }, ...errors(400, 401, 403, 404, 429) },
})

export const sourcesApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).sources.list(), 200)
  })
  .openapi(add, async (c) => {
    const { handle } = c.var.access.profile
    const { name, retention } = c.req.valid('json')
    return c.json(await profileClient(c.env, handle).sources.add(name, { retention }), 201)
  })
  .openapi(change, async (c) => {
    const { handle } = c.var.access.profile
    const { source } = c.req.valid('param')
    return c.json(await profileClient(c.env, handle).sources.change(source, c.req.valid('json')), 200)
  })
  .openapi(remove, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).sources.remove(c.req.valid('param').source)
    return c.body(null, 204)
  })
