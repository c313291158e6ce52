import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { clientOf } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileObject } from '../profile/client.ts'
import { WATCHER_HEADER } from '../profile/event-streams.ts'
import { HandleParam } from './profiles.ts'
import { ErrorSchema, errors, json } from './responses.ts'

const route = createRoute({
  method: 'get',
  path: '/profiles/{handle}/events',
  operationId: 'followScan',
  summary: 'Scan progress, live',
  description:
    'Server-sent events named `scan`: state, sessions scanned and expected, and the revision of the view. A stream ends after 15 minutes; open another. A profile has up to 100 streams, five per address.',
  middleware: [access('anyone')] as const,
  request: { params: HandleParam },
  responses: {
    200: {
      description: 'A stream that stays open, with comments between the events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...errors(400, 404),
    503: json(ErrorSchema, 'Too many pages are watching this profile: poll scan-status instead.'),
  },
})

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}

export const eventsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(route, async (c) => {
  // No one would read or end the stream of a HEAD request.
  if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS)
  const stream = await profileObject(c.env, c.var.access.profile.handle).fetch(c.req.url, {
    headers: { [WATCHER_HEADER]: clientOf(c) },
  })
  if (stream.status === 503) {
    throw new LaurelError('too_many_watchers', 'Too many pages are watching this profile.', {
      hint: 'Close some, or poll scan-status.',
    })
  }
  if (!stream.ok) throw new LaurelError('profile_not_found', 'This profile doesn’t exist.')
  return c.newResponse(stream.body, 200, HEADERS)
})
