import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { IdentitySchema, SetIdentitySchema } from '../../src/contract/identity.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const read = createRoute({
  method: 'get',
  path: '/profiles/{handle}/identity',
  operationId: 'getIdentity',
  summary: 'Whose page it is',
  description:
    'What the owner says: a name, a line, links, and the badges to show first. A link may be proved; all else is not. The same is in the published view, if anything is said.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(IdentitySchema, 'What the owner says.'), ...errors(400, 404) },
})

const set = createRoute({
  method: 'put',
  path: '/profiles/{handle}/identity',
  operationId: 'setIdentity',
  summary: 'Say whose page it is',
  description:
    'Takes the place of all that was said before. Links follow the rules for webhooks; those that stay keep their proofs, and the others are checked within minutes, unless the page is private or has no history.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: SetIdentitySchema } } },
  },
  responses: {
    200: json(IdentitySchema, 'What is said now.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

export const identityApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(read, async (c) => {
    const { profile, owner } = c.var.access
    return c.json(await profileClient(c.env, profile.handle).identities.get(owner), 200)
  })
  .openapi(set, async (c) => {
    const { handle } = c.var.access.profile
    const wanted = c.req.valid('json')
    return c.json(await profileClient(c.env, handle).identities.set(wanted, c.var.urls.root), 200)
  })
