import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { profileOf } from '../profile/lifecycle.ts'
import { document } from '../profile/services/archive.ts'
import { archive } from './archive-zip.ts'
import { HandleParam } from './profiles.ts'
import { errors, OWNER_ONLY } from './responses.ts'

const route = createRoute({
  method: 'get',
  path: '/profiles/{handle}/archive',
  operationId: 'getArchive',
  summary: 'Everything in the profile',
  description:
    'A ZIP archive, streamed: the profile, its histories as uploaded, the counts and record of each session, what was earned and when, and the published view. Private: histories contain conversations.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam },
  responses: {
    200: {
      description: 'The archive.',
      content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...errors(400, 401, 403, 404, 429),
  },
})

export const archiveApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(route, async (c) => {
  const { profile } = c.var.access
  const client = profileClient(c.env, profile.handle)
  const { documents, histories } = await client.archive.parts()
  const named = { 'profile.json': document(profileOf(profile, c.var.urls, true)), ...documents }
  const body = archive(
    { documents: named, histories },
    { 'sessions.json': await client.archive.sessions(), 'records.json': await client.archive.records() },
    new ChunkStore(c.env.SNAPSHOTS, profile),
  )
  return c.body(body, 200, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="laurel-${profile.handle}.zip"`,
  })
})
