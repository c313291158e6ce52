import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  HERMES_EVENTS,
  HermesEventSchema,
  HermesHookSchema,
  hermesConfig,
} from '../../src/contract/hermes-events.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { LaurelError } from '../../src/errors.ts'
import { hermesEvent } from '../../src/sessions/live/hermes-event.ts'
import { isSigned } from '../../src/sessions/live/hermes-signature.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { invalid, onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { askProfile } from '../profile/known-handles.ts'
import { HandleParam } from './profiles.ts'
import { ErrorSchema, errors, json, OWNER_ONLY } from './responses.ts'

const SIGNATURE = 'X-Hermes-Signature-256'

const event = createRoute({
  method: 'post',
  path: '/profiles/{handle}/hermes-events',
  operationId: 'takeHermesEvent',
  summary: 'Take an event of Hermes',
  description:
    'For Hermes’ outbound webhooks. Each event is signed in `X-Hermes-Signature-256`, and counts once, in whatever order they come. `pre_llm_call` begins a turn, `post_llm_call` and `on_session_end` end it, `post_api_request` adds its `usage`. Of the messages in them, nothing is kept but how many there are. Other events are ignored.',
  security: [],
  request: {
    params: HandleParam,
    headers: z.object({ [SIGNATURE]: z.string().openapi({ example: 'sha256=…' }) }),
    body: { required: true, content: { 'application/json': { schema: HermesEventSchema } } },
  },
  responses: {
    204: { description: 'Taken, or ignored.' },
    ...errors(400, 413, 422, 429),
    401: json(ErrorSchema, 'The signature is wrong or missing, or no events are taken for this handle.'),
    503: json(ErrorSchema, 'Too many events within an hour.'),
  },
})

const setUp = createRoute({
  method: 'post',
  path: '/profiles/{handle}/hermes-events/secret',
  operationId: 'setUpHermesEvents',
  summary: 'Set up events of Hermes',
  description:
    'Makes the secret that Hermes signs its events with, in place of one before, and turns on `sync_to_insights`. It is shown only once.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam },
  responses: {
    201: json(HermesHookSchema, 'The secret, and the lines for Hermes’ configuration.'),
    ...errors(400, 401, 403, 404, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/hermes-events/secret',
  operationId: 'removeHermesEvents',
  summary: 'Stop taking events of Hermes',
  description: 'The secret is forgotten. What was reported so far stays.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam },
  responses: { 204: { description: 'No event is taken any more.' }, ...errors(400, 401, 403, 404, 429) },
})

export const hermesEventsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(setUp, async (c) => {
    const { handle } = c.var.access.profile
    const secret = await profileClient(c.env, handle).hermesEvents.makeSecret()
    const url = c.var.urls.hermesEventsApi(handle)
    return c.json({ url, secret, events: [...HERMES_EVENTS], config: hermesConfig({ url, secret }) }, 201)
  })
  .openapi(remove, async (c) => {
    await profileClient(c.env, c.var.access.profile.handle).hermesEvents.removeSecret()
    return c.body(null, 204)
  })

// Not by `openapi`, which would parse a body that nobody signed.
hermesEventsApi.openAPIRegistry.registerPath(event)
hermesEventsApi.post('/profiles/:handle/hermes-events', rateLimit('chunk'), async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer())
  const handle = HandleSchema.safeParse(c.req.param('handle')).data
  const signature = c.req.header(SIGNATURE)
  // Whether there is a profile is not told to those who can't sign for it.
  if (handle === undefined || signature === undefined) throw wrongSignature()
  const { hermesEvents } = profileClient(c.env, handle)
  const secret = await askProfile(c.env, handle, () => hermesEvents.secret())
  if (secret === null || !(await isSigned(body, signature, secret))) throw wrongSignature()
  const event = eventIn(c, body)
  if (event) await hermesEvents.take(event)
  return c.body(null, 204)
})

function wrongSignature(): LaurelError {
  return new LaurelError('wrong_signature', 'The signature of the event is missing or wrong.', {
    hint: 'Set up events again on your page, and copy the lines into Hermes’ config.yaml.',
  })
}

/** @throws LaurelError `invalid_request` */
function eventIn(c: Parameters<typeof invalid>[0], body: Uint8Array) {
  try {
    return hermesEvent(JSON.parse(new TextDecoder().decode(body)))
  } catch (error) {
    throw invalid(c, error instanceof z.ZodError ? error : undefined)
  }
}
