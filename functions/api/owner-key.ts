import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ReplacedKeySchema, ReplaceKeySchema, SignInsSchema } from '../../src/contract/owner-key.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import type { AppEnv } from '../app-env.ts'
import { access, admitted } from '../http/access.ts'
import { countRequest, rateLimit } from '../http/rate-limit.ts'
import { replaceKey } from '../http/replace-key.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const SignInParams = z.object({ handle: HandleSchema, signIn: z.uuid() })

const replace = createRoute({
  method: 'post',
  path: '/profiles/{handle}/owner-key',
  operationId: 'replaceOwnerKey',
  summary: 'Replace the owner key',
  description:
    'Returns a new key. The current key stops working at once, and every browser is signed out. If the key is lost, send the recovery code instead.',
  security: [...OWNER_ONLY, {}],
  middleware: [rateLimit('write')] as const,
  request: {
    params: HandleParam,
    body: { content: { 'application/json': { schema: ReplaceKeySchema } } },
  },
  responses: {
    200: json(ReplacedKeySchema, 'The new key.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/sign-ins',
  operationId: 'listSignIns',
  summary: 'List signed-in browsers',
  description: 'When each signed in and was last seen. The owner key itself is not among them.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(SignInsSchema, 'The browsers, latest first.'), ...errors(400, 401, 403, 404) },
})

const end = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/sign-ins/{signIn}',
  operationId: 'endSignIn',
  summary: 'Sign a browser out',
  description: 'Its next request is that of a visitor. The owner key and other browsers stay as they are.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: SignInParams },
  responses: { 204: { description: 'Signed out.' }, ...errors(400, 401, 403, 404, 429) },
})

export const ownerKeyApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(replace, async (c) => {
    const { handle } = c.req.valid('param')
    const { recovery_code: recoveryCode, renew_recovery_code: renew } = c.req.valid('json')
    const proof =
      recoveryCode === undefined ? (await admitted(c, 'owner')).presented?.proof : { recoveryCode }
    if (!proof) throw new Error('an owner was let in without a proof')
    if ('recoveryCode' in proof) await countRequest(c, 'key')
    const replaced = await replaceKey(c, handle, proof, renew)
    const next = replaced.recoveryCode === null ? {} : { recovery_code: replaced.recoveryCode }
    return c.json({ owner_key: replaced.ownerKey, ...next }, 200)
  })
  .openapi(list, async (c) => {
    const { profile, signIn } = c.var.access
    return c.json(await profileClient(c.env, profile.handle).ownerKey.list(signIn), 200)
  })
  .openapi(end, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).ownerKey.end(c.req.valid('param').signIn)
    return c.body(null, 204)
  })
