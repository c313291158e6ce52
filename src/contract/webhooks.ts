import { z } from '@hono/zod-openapi'

/** Webhooks: URLs that are notified of unlocks. */

export const WebhookFormSchema = z.enum(['json', 'discord']).openapi('WebhookForm', {
  description: '`json`: a signed event. `discord`: a message as Discord’s incoming webhooks take it.',
})
export type WebhookForm = z.infer<typeof WebhookFormSchema>

export const AddWebhookSchema = z
  .strictObject({
    url: z.string().max(2048).openapi({ example: 'https://example.com/hooks/laurel' }),
    form: WebhookFormSchema.default('json'),
  })
  .openapi('AddWebhook')

export const WebhookSchema = z
  .object({
    id: z.string(),
    host: z.string().openapi({ description: 'Of the address; the rest of it may be a secret.' }),
    form: WebhookFormSchema,
    created_at: z.number().openapi({ description: 'Unix seconds.' }),
    pending: z.int().openapi({ description: 'Messages that are still to be delivered.' }),
    last_attempt: z
      .object({
        at: z.number().openapi({ description: 'Unix seconds.' }),
        status: z
          .int()
          .nullable()
          .openapi({ description: 'What the address answered; null: it could not be reached.' }),
        delivered: z.boolean(),
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
    description: 'Signs what is sent (Standard Webhooks 1.0). Shown this once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
}).openapi('AddedWebhook')
export type AddedWebhook = z.infer<typeof AddedWebhookSchema>
