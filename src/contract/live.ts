import { z } from '@hono/zod-openapi'

/** Live sessions, reported by an agent while they run. */

/** More than any session has; sums over all sessions of a profile stay exact. */
const TOTAL_MAX = 100_000_000_000
const Total = z.int().min(0).max(TOTAL_MAX)

/** US dollars. More than any session costs. */
const Cost = z.number().min(0).max(1_000_000).nullable()

/** Unix seconds up to the year 2100: larger values are in milliseconds. */
const Time = z.number().min(0).max(4_102_444_800)

const Name = z.string().trim().max(200)

export const LiveIdSchema = z
  .string()
  .regex(/^[\w.:~-]{1,128}$/, 'An id has 1 to 128 of letters, digits and . _ : ~ -.')
  .openapi({ example: '20261121_101500_a1b2c3' })

/** The totals of a session, which only grow. */
export const LIVE_TOTALS = [
  'message_count',
  'api_call_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
] as const
export type LiveTotal = (typeof LIVE_TOTALS)[number]

export const LiveReportSchema = z
  .strictObject({
    message_count: Total.optional(),
    api_call_count: Total.optional(),
    input_tokens: Total.optional(),
    output_tokens: Total.optional(),
    cache_read_tokens: Total.optional(),
    cache_write_tokens: Total.optional(),
    estimated_cost_usd: Cost.optional(),
    actual_cost_usd: Cost.optional().openapi({
      description: 'If a report has none, the known one stays.',
    }),
    model: Name.nullable().optional(),
    title: z.string().nullable().optional().openapi({
      description: 'The agent’s own title. It never replaces one that a person set.',
    }),
    source: Name.max(64).nullable().optional().openapi({ description: 'The platform. Default `webui`.' }),
    started_at: Time.optional().openapi({
      description: 'Unix seconds. Default: the arrival of the first report.',
    }),
    billing_provider: Name.nullable().optional(),
    billing_base_url: Name.nullable().optional(),
    billing_mode: Name.nullable().optional(),
  })
  .openapi('LiveReport', {
    description:
      'Totals of the session so far, not increments: reporting twice changes nothing, and totals lower than the known ones belong to an earlier turn. Fields that are left out keep their values. `model`, `source` and billing fill only what is empty.',
  })
export type LiveReport = z.infer<typeof LiveReportSchema>

export const RenameLiveSchema = z
  .strictObject({
    title: z
      .string()
      .nullable()
      .openapi({ description: 'At most 100 characters. If empty, the agent names the session again.' }),
  })
  .openapi('RenameLiveSession')

export const LiveStreamSchema = z
  .strictObject({ stream_id: LiveIdSchema.openapi({ description: 'Names the turn.' }) })
  .openapi('LiveStream')

/** The turn that ended; absent for any turn. */
export const LiveStreamQuerySchema = z.object({ stream_id: LiveIdSchema.optional() })

const Stored = z.int()
export const LiveSessionSchema = z
  .object({
    id: z.string(),
    source: z.string(),
    model: z.string().nullable(),
    title: z.string().nullable().openapi({ description: 'As shown: cleaned up, and unique in the profile.' }),
    message_count: Stored,
    api_call_count: Stored,
    input_tokens: Stored,
    output_tokens: Stored,
    cache_read_tokens: Stored,
    cache_write_tokens: Stored,
    estimated_cost_usd: z.number().nullable(),
    actual_cost_usd: z.number().nullable(),
    started_at: z.number().openapi({ description: 'Unix seconds.' }),
    last_message_at: z.number().nullable().openapi({ description: 'When a report last had more messages.' }),
    updated_at: z.number(),
  })
  .openapi('LiveSession')
export type LiveSession = z.infer<typeof LiveSessionSchema>
