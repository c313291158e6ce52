import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema, SourceNameSchema } from '../../src/contract/profiles.ts'
import { SnapshotReceiptSchema } from '../../src/contract/snapshots.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { receiveSnapshot } from '../profile/receive-snapshot.ts'
import { isGzip } from './content-encoding.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const put = createRoute({
  method: 'put',
  path: '/profiles/{handle}/sources/{source}/snapshot',
  operationId: 'uploadSnapshot',
  summary: 'Upload a history',
  description:
    'The body is a whole state.db, plain or with `Content-Encoding: gzip`. It is scanned at once, or after the scan that is running.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: z.object({ handle: HandleSchema, source: SourceNameSchema }),
    headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    200: json(SnapshotReceiptSchema, 'Stored.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

export const snapshotsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(put, async (c) => {
  const gzip = isGzip(c.req.header('Content-Encoding'))
  const length = c.req.header('Content-Length')
  const receipt = await receiveSnapshot(c.env, c.var.config, {
    profile: c.var.access.profile,
    source: c.req.valid('param').source,
    body: c.req.raw.body,
    gzip,
    declaredBytes: gzip || length === undefined ? null : Number(length),
  })
  return c.json(receipt, 200)
})
