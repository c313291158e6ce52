import { z } from '@hono/zod-openapi'

/**
 * What Hermes posts to its outbound webhooks (hermes-agent, website/docs/user-guide/features/hooks.md, "Outbound
 * Webhooks"), and how an owner sets them up.
 */

/** The events that Laurel asks for. Any other is answered and ignored. */
export const HERMES_EVENTS = ['pre_llm_call', 'post_llm_call', 'post_api_request', 'on_session_end'] as const

/** Fields of an event that are read. All others are dropped, messages among them. */
export const HermesEventSchema = z
  .looseObject({
    hook_event_name: z.string().openapi({ example: 'post_api_request' }),
    session_id: z.string(),
    delivery_id: z.string().min(1),
    timestamp: z.iso.datetime({ offset: true }).openapi({ example: '2026-11-28T14:00:00Z' }),
    extra: z.looseObject({}).openapi({
      description:
        'Read of it: `turn_id`, `api_request_id`, `model`, `platform`, `started_at`, the numbers of `usage`, and the length of `conversation_history`.',
    }),
  })
  .openapi('HermesEvent')

export const HermesHookSchema = z
  .object({
    url: z.string(),
    secret: z.string(),
    events: z.array(z.enum(HERMES_EVENTS)),
    config: z.string().openapi({ description: 'The lines for `config.yaml` of Hermes.' }),
  })
  .openapi('HermesHook')
export type HermesHook = z.infer<typeof HermesHookSchema>

/** Returns the lines for `config.yaml` that have Hermes post to this URL. */
export function hermesConfig({ url, secret }: Pick<HermesHook, 'url' | 'secret'>): string {
  return `hooks:
  outbound:
    - {name: laurel, url: "${url}", secret: "${secret}", events: [${HERMES_EVENTS.join(', ')}]}
`
}
