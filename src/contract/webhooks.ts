import { z } from '@hono/zod-openapi'

/** Webhooks: URLs that are notified of unlocks. */

export const WebhookFormSchema = z.enum(['json', 'discord', 'slack']).openapi('WebhookForm', {
  description:
    '`json`: a signed event. `discord`, `slack`: a message as the incoming webhooks of a channel take it.',
})
export type WebhookForm = z.infer<typeof WebhookFormSchema>

export const WebhookStateSchema = z.enum(['unconfirmed', 'live', 'disabled']).openapi('WebhookState', {
  description:
    '`unconfirmed`: its URL has yet to answer a test with the challenge. `live`: it is notified. `disabled`: its URL is gone, or nothing got through for a week; a successful test re-enables it.',
})
export type WebhookState = z.infer<typeof WebhookStateSchema>

export const AddWebhookSchema = z
  .strictObject({
    url: z.string().max(2048).openapi({ example: 'https://example.com/hooks/laurel' }),
    form: WebhookFormSchema.default('json'),
  })
  .openapi('AddWebhook')

export const WebhookSchema = z
  .object({
    id: z.string(),
    host: z.string().openapi({ description: 'Of the URL. The rest of the URL may be secret.' }),
    form: WebhookFormSchema,
    state: WebhookStateSchema,
    created_at: z.number().openapi({ description: 'Unix seconds.' }),
    pending: z.int().openapi({ description: 'Messages still to be delivered.' }),
    last_attempt: z
      .object({
        at: z.number().openapi({ description: 'Unix seconds.' }),
        delivered: z.boolean().openapi({ description: 'For a test: also answered with its challenge.' }),
      })
      .nullable(),
  })
  .openapi('Webhook')
export type Webhook = z.infer<typeof WebhookSchema>

export const WebhooksSchema = z
  .object({ webhooks: z.array(WebhookSchema), webhooks_max: z.int() })
  .openapi('Webhooks')
export type Webhooks = z.infer<typeof WebhooksSchema>

export const AddedWebhookSchema = WebhookSchema.extend({
  secret: z.string().openapi({
    description: 'Signs the messages (Standard Webhooks 1.0). Shown only once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
}).openapi('AddedWebhook')
export type AddedWebhook = z.infer<typeof AddedWebhookSchema>
