import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { SessionListQuerySchema, SessionListSchema } from '../../src/contract/sessions.ts'
import { isYes, listOptions } from '../../src/sessions/list/list-options.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/sessions',
  operationId: 'listSessions',
  summary: 'List sessions',
  description:
    'Conversations, newest first: sessions without a parent, branches, and chats that started over after a reset. A compacted conversation is listed once, as its newest part, with the start, platform, tokens and cost of its first. Sub-agents, archived and hidden sessions are left out. In an order by time, sessions with a running turn come first.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam, query: SessionListQuerySchema },
  responses: { 200: json(SessionListSchema, 'The sessions.'), ...errors(400, 401, 403, 404) },
})

export const sessionsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(list, async (c) => {
  const { history = null, all, ...query } = c.req.valid('query')
  const options = { ...listOptions(query), history: history || null, all: isYes(all) }
  return c.json(await profileClient(c.env, c.var.access.profile.handle).sessions.list(options), 200)
})
