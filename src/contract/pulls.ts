import { z } from '@hono/zod-openapi'

/** Pulls: addresses that the histories of a profile are fetched from, time after time. */

/** Headers that a pull sets itself, or that say how the connection is used (RFC 9110, RFC 9112). */
const OUR_HEADERS =
  /^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-.*|expect|range|if-.*|accept-encoding|user-agent|cache-control|proxy-.*|sec-.*|cf-.*)$/i

export const PullHeaderSchema = z
  .strictObject({
    name: z
      .string()
      .max(64)
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'This is not the name of a header.')
      .refine((name) => !OUR_HEADERS.test(name), 'This header can’t be set.')
      .openapi({ example: 'Authorization' }),
    value: z
      .string()
      .min(1)
      .max(4096)
      .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'A header takes visible ASCII characters.')
      .openapi({ example: 'Bearer 7d1e9b' }),
  })
  .openapi('PullHeader', {
    description: 'A request header. It is sent to the origin of the address alone, and never shown again.',
  })
export type PullHeader = z.infer<typeof PullHeaderSchema>

export const SetPullSchema = z
  .strictObject({
    url: z.string().max(2048).openapi({ example: 'https://nas.example.com/hermes/state.db' }),
    interval_seconds: z.int().default(3600).openapi({
      description: 'Pause between two looks: from 15 minutes to 7 days.',
      example: 3600,
    }),
    header: PullHeaderSchema.nullable().default(null),
  })
  .openapi('SetPull')
export type SetPull = z.infer<typeof SetPullSchema>

export const PullOutcomeSchema = z.enum(['unchanged', 'stored', 'failed']).openapi('PullOutcome', {
  description:
    '`unchanged`: the history is the one that is here. `stored`: it was fetched, and is scanned. `failed`: see `error`.',
})

export const PullCheckSchema = z.object({
  at: z.number().openapi({ description: 'Unix seconds.' }),
  outcome: PullOutcomeSchema,
  status: z.int().nullable().openapi({ description: 'HTTP status that it failed with; null without one.' }),
  error: z
    .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
    .nullable()
    .openapi({ description: 'Why it failed; null unless it did.' }),
})
export type PullCheck = z.infer<typeof PullCheckSchema>

export const PullSchema = z
  .object({
    source: z.string(),
    host: z.string().openapi({ description: 'Of the address; the rest of it may be a secret.' }),
    has_header: z.boolean().openapi({ description: 'Whether a secret request header is sent.' }),
    interval_seconds: z.number(),
    created_at: z.number().openapi({ description: 'Unix seconds.' }),
    next_at: z
      .number()
      .openapi({ description: 'Unix seconds: when it looks next, or goes on with what it fetches.' }),
    failures: z.int().openapi({ description: 'Failures since the last success: they lengthen the pause.' }),
    fetched: z
      .object({ bytes: z.int(), total: z.int().nullable() })
      .nullable()
      .openapi({ description: 'What has arrived of the history that is being fetched; null if none is.' }),
    last_check: PullCheckSchema.nullable().openapi({ description: 'The last look; null before the first.' }),
  })
  .openapi('Pull')
export type Pull = z.infer<typeof PullSchema>

export const PullsSchema = z.object({ pulls: z.array(PullSchema) }).openapi('Pulls')
export type Pulls = z.infer<typeof PullsSchema>
