import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  IssuedCredentialSchema,
  VerificationResultSchema,
  VerifyRequestSchema,
} from '../../src/contract/credentials.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../src/credentials/formats.ts'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { issued, revoke } from '../public/credentials/issuing.ts'
import { verificationResult } from '../public/credentials/verifying.ts'
import { PATHS } from './guide/blocks.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const FILE = `\`${decodeURI(PATHS.credential('{handle}', '{achievement}', 'jwt'))}\``
const PICTURES = CREDENTIAL_FORMAT_LIST.flatMap(({ isPicture, extension }) =>
  isPicture ? [`\`credential.${extension}\``] : [],
).join(' and ')

const CredentialParams = z.object({
  handle: HandleSchema,
  achievement: z.string().min(1).max(64).openapi({ example: 'let_him_cook' }),
})

const credential = createRoute({
  method: 'get',
  path: '/profiles/{handle}/achievements/{achievement}/credential',
  operationId: 'getCredential',
  summary: 'The credential of an earned badge',
  description: `Open Badges 3.0, signed as a JWT. Also at ${FILE}, and baked into a picture at ${PICTURES}. The keys are at \`${PATHS.jwks}\`.`,
  middleware: [rateLimit('write'), access('anyone')] as const,
  request: { params: CredentialParams },
  responses: {
    200: json(IssuedCredentialSchema, 'The credential, signed and as it reads.'),
    ...errors(400, 404, 421, 429),
  },
})

const revocation = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/achievements/{achievement}/credential',
  operationId: 'revokeCredential',
  summary: 'Revoke the credentials of a badge',
  description:
    'Every copy that is out, of each tier, no longer counts. Whoever asks again gets a new one as long as the badge is shown.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: CredentialParams },
  responses: { 204: { description: 'Revoked.' }, ...errors(400, 401, 403, 404, 429) },
})

const verify = createRoute({
  method: 'post',
  path: '/credentials/verify',
  operationId: 'verifyCredential',
  summary: 'Verify a credential',
  description: 'Contacts no other server: verify credentials where they were issued.',
  middleware: [rateLimit('write')] as const,
  request: { body: { content: { 'application/json': { schema: VerifyRequestSchema } }, required: true } },
  responses: { 200: json(VerificationResultSchema, 'The result.'), ...errors(400, 403, 413, 415, 429) },
})

export const credentialsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(credential, async (c) => {
    const { achievement } = c.req.valid('param')
    const found = await issued(c.env, c.var.urls, c.var.access.profile.handle, achievement)
    if (!found) throw new LaurelError('not_found', 'This credential doesn’t exist.')
    return c.json({ jwt: found.jwt, credential: found.credential }, 200)
  })
  .openapi(revocation, async (c) => {
    await revoke(c.env, c.var.access.profile.id, c.req.valid('param').achievement)
    return c.body(null, 204)
  })
  .openapi(verify, async (c) =>
    c.json(await verificationResult(c.env, c.var.urls, c.req.valid('json').credential), 200),
  )
