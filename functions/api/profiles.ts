import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  ChangeProfileSchema,
  CreatedProfileSchema,
  CreateProfileSchema,
  HandleSchema,
  NamingKeyAnswerSchema,
  ProfileSchema,
} from '../../src/contract/profiles.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { dropOwnerCookie } from '../http/owner-cookie.ts'
import { isFromPage, keyProof, signIn } from '../http/owner-key.ts'
import { creatorOf, rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { createProfile, eraseProfile, profileOf } from '../profile/lifecycle.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

export const HandleParam = z.object({ handle: HandleSchema })

const create = createRoute({
  method: 'post',
  path: '/profiles',
  operationId: 'createProfile',
  summary: 'Create a profile',
  description:
    'Returns the owner key and a recovery code, which are shown only once. Browsers are also signed in, with a cookie.',
  middleware: [rateLimit('strict')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: CreateProfileSchema } } } },
  responses: {
    201: json(CreatedProfileSchema, 'The profile and its owner key.'),
    ...errors(400, 403, 409, 413, 415, 429),
  },
})

const read = createRoute({
  method: 'get',
  path: '/profiles/{handle}',
  operationId: 'getProfile',
  summary: 'Read a profile',
  description:
    'Who may see it, its time zone, and where its page is. For others than its owner, a private profile does not exist.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: { 200: json(ProfileSchema, 'The profile.'), ...errors(400, 404) },
})

const change = createRoute({
  method: 'patch',
  path: '/profiles/{handle}',
  operationId: 'changeProfile',
  summary: 'Change a profile',
  description: 'A new time zone recounts weekends and nights.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: ChangeProfileSchema } } },
  },
  responses: {
    200: json(ProfileSchema, 'The changed profile.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const erase = createRoute({
  method: 'delete',
  path: '/profiles/{handle}',
  operationId: 'deleteProfile',
  summary: 'Delete a profile',
  description:
    'Erases everything: uploads, counts, unlocks and the registration of the handle. The handle then stays reserved for 30 days.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam },
  responses: { 204: { description: 'Deleted.' }, ...errors(400, 401, 403, 404, 429) },
})

const namingKey = createRoute({
  method: 'get',
  path: '/profiles/{handle}/naming-key',
  operationId: 'getNamingKey',
  summary: 'Read the naming key',
  description:
    'The owner’s clients name sessions with this key, so that a session gets the same name from each of them and counts once.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(NamingKeyAnswerSchema, 'The key.'), ...errors(400, 401, 403, 404) },
})

export const profilesApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(create, async (c) => {
    const { profile, ownerKey, recoveryCode } = await createProfile(
      c.env,
      c.var.config,
      c.req.valid('json'),
      {
        network: creatorOf(c),
      },
    )
    if (isFromPage(c)) await signIn(c, profile.handle, await keyProof(ownerKey))
    const secrets = { owner_key: ownerKey, recovery_code: recoveryCode }
    c.header('Cache-Control', 'no-store')
    return c.json({ ...profileOf(profile, c.var.urls, true), ...secrets }, 201)
  })
  .openapi(read, (c) => {
    const { profile, owner } = c.var.access
    return c.json(profileOf(profile, c.var.urls, owner), 200)
  })
  .openapi(namingKey, async (c) => {
    const { handle } = c.var.access.profile
    c.header('Cache-Control', 'no-store')
    return c.json({ naming_key: await profileClient(c.env, handle).profile.namingKey() }, 200)
  })
  .openapi(change, async (c) => {
    const changed = await profileClient(c.env, c.var.access.profile.handle).profile.change(
      c.req.valid('json'),
    )
    return c.json(profileOf(changed, c.var.urls, true), 200)
  })
  .openapi(erase, async (c) => {
    const { profile } = c.var.access
    await eraseProfile(c.env, profile)
    dropOwnerCookie(c, profile.handle)
    return c.body(null, 204)
  })
