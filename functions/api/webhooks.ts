import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { AddedWebhookSchema, AddWebhookSchema, WebhooksSchema } from '../../src/contract/webhooks.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const WebhookParams = z.object({ handle: HandleSchema, webhook: z.uuid() })

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/webhooks',
  operationId: 'listWebhooks',
  summary: 'List the webhooks',
  description: 'Each with what its last message came to. Secrets are never shown again.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(WebhooksSchema, 'The webhooks.'), ...errors(400, 401, 403, 404) },
})

const add = createRoute({
  method: 'post',
  path: '/profiles/{handle}/webhooks',
  operationId: 'addWebhook',
  summary: 'Add a webhook',
  description:
    'The URL is notified after each scan that unlocks something. The response contains the secret that signs the messages; it is shown only once. Unless it belongs to a channel of Discord or Slack, the URL is sent a test first, and goes live once it replies with the test’s challenge. Private addresses and ports other than 443 and 8443 are refused, and redirects are not followed.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: AddWebhookSchema } } },
  },
  responses: {
    201: json(AddedWebhookSchema, 'The webhook and its secret.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/webhooks/{webhook}',
  operationId: 'removeWebhook',
  summary: 'Remove a webhook',
  description: 'What was still to be sent to it is dropped.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: WebhookParams },
  responses: { 204: { description: 'Removed.' }, ...errors(400, 401, 403, 404, 429) },
})

const attempt = createRoute({
  method: 'post',
  path: '/profiles/{handle}/webhooks/{webhook}/test',
  operationId: 'testWebhook',
  summary: 'Test a webhook',
  description:
    'Sends one message without unlocks, to be answered with its challenge. The list shows the result. If it is delivered, the webhook goes live, even if it was disabled. 409 while another test is on its way.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: { params: WebhookParams },
  responses: { 202: { description: 'On its way.' }, ...errors(400, 401, 403, 404, 409, 429) },
})

export const webhooksApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).webhooks.list(), 200)
  })
  .openapi(add, async (c) => {
    const { handle } = c.var.access.profile
    const webhook = { ...c.req.valid('json'), origin: c.var.urls.root }
    return c.json(await profileClient(c.env, handle).webhooks.add(webhook), 201)
  })
  .openapi(remove, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).webhooks.remove(c.req.valid('param').webhook)
    return c.body(null, 204)
  })
  .openapi(attempt, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).webhooks.try(c.req.valid('param').webhook)
    return c.body(null, 202)
  })
