import { z } from '@hono/zod-openapi'

/** Live sessions, reported by an agent while they run. */

/** Fits on one line of a list. Unit: code points. */
export const TITLE_MAX_CHARACTERS = 100

/** More than any session has; sums over all sessions of a profile stay exact. */
const TOTAL_MAX = 100_000_000_000
const Total = z.int().min(0).max(TOTAL_MAX)

/** US dollars. More than any session costs. */
const Cost = z.number().min(0).max(1_000_000)

/** Unix seconds up to the year 2100: larger values are in milliseconds. */
const Time = z.number().min(0).max(4_102_444_800)

const Name = z.string().trim().max(200)

/**
 * Any id that Hermes makes. A URL can't hold `.` and `..`, which lead elsewhere. It means the same with the flag `u`
 * and without, since tools read the document's expressions either way: so no `\p{…}`, and pairs by their halves.
 */
const LIVE_ID = /^(?!\.{1,2}$)(?: |[^\0- \x7f-\x9f\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff]){1,256}$/u

export const LiveIdSchema = z
  .string()
  .regex(LIVE_ID, 'An id has 1 to 256 characters, none of them a control character.')
  // Of an expression with a flag, the document would else have the flag, too.
  .openapi({ example: 'agent:main:whatsapp:group:123@g.us', pattern: LIVE_ID.source })

/** The totals of a session that only grow. */
export const LIVE_TOTALS = [
  'api_call_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
] as const
export type LiveTotal = (typeof LIVE_TOTALS)[number]

/** The fields of a report, each checked by itself: see src/sessions/live/taken-report.ts. */
export const REPORT_FIELDS = {
  message_count: Total,
  api_call_count: Total,
  input_tokens: Total,
  output_tokens: Total,
  cache_read_tokens: Total,
  cache_write_tokens: Total,
  estimated_cost_usd: Cost,
  actual_cost_usd: Cost,
  model: Name,
  title: z.string().openapi({
    description: `The agent’s own title. It never replaces one that a person set. Cut to ${TITLE_MAX_CHARACTERS} characters.`,
  }),
  source: Name.max(64).openapi({ description: 'The platform. Default `webui`.' }),
  started_at: Time.openapi({ description: 'Unix seconds. Default: the arrival of the first report.' }),
  revision: Total.openapi({ description: 'Grows with each report, to tell which of two is newer.' }),
  reported_at: Time.openapi({
    description: 'Unix seconds. Tells which of two reports is newer, if they have no `revision`.',
  }),
  billing_provider: Name,
  billing_base_url: Name,
  billing_mode: Name,
}

/** A report as it should be. */
export const LiveReportSchema = z.object(REPORT_FIELDS).partial().openapi('LiveReport', {
  description:
    'Totals of the session so far, not increments: reporting twice changes nothing. The newest report wins: the one with the greatest `revision`, else the latest `reported_at`, else the last to arrive. Its values replace the known ones, even by lower ones, but totals of tokens and calls never fall. Fields that are left out or null keep their values. `model`, `source` and billing fill only what is empty. A field that is unknown or invalid is passed over, and named in the answer.',
})
export type LiveReport = z.infer<typeof LiveReportSchema>

/** What a request may contain: any object. */
export const LiveReportBodySchema = z
  .looseObject({})
  .openapi({ allOf: [{ $ref: '#/components/schemas/LiveReport' }] })

const LeftOutSchema = z.object({
  field: z.string().openapi({ description: 'At most 64 characters of its name.' }),
  reason: z.string(),
})
const LeftOutListSchema = z.array(LeftOutSchema).openapi({
  description: 'What was not taken of the report, and why. Empty if it was taken whole.',
})
export type LeftOut = z.infer<typeof LeftOutSchema>

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
    message_count: Stored.openapi({ description: 'May fall, after an undo or a compaction.' }),
    api_call_count: Stored,
    input_tokens: Stored,
    output_tokens: Stored,
    cache_read_tokens: Stored,
    cache_write_tokens: Stored,
    estimated_cost_usd: z.number().nullable(),
    actual_cost_usd: z.number().nullable(),
    started_at: z.number().openapi({ description: 'Unix seconds.' }),
    last_message_at: z
      .number()
      .nullable()
      .openapi({ description: 'When a report last told of new messages.' }),
    updated_at: z.number(),
  })
  .openapi('LiveSession')
export type LiveSession = z.infer<typeof LiveSessionSchema>

/** The answer to a report. */
export const LiveReceiptSchema = LiveSessionSchema.extend({ left_out: LeftOutListSchema }).openapi(
  'LiveReceipt',
)
export type LiveReceipt = z.infer<typeof LiveReceiptSchema>

/** The same while there is no session. */
export const NoLiveSessionSchema = z.object({ left_out: LeftOutListSchema }).openapi('NoLiveSession')
