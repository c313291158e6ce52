import { z } from '@hono/zod-openapi'
import { NAME_LENGTH_MAX, NAMES_MAX, SESSION_USAGE_MAX } from '../engine/limits.ts'
import { MARKS } from '../engine/marks.ts'

/** What a session list and a report of insights need to know of a session, as it is reported. */

/** See `factsOf` in src/scan/session-record.ts, which keeps to these. */
const TEXT_LENGTH = 1000
const TIME_MAX = 8.64e12
const COST_MAX = 1e9
/** More than the 63 characters that a preview has at most, in UTF-16. */
const PREVIEW_LENGTH = 200

const text = z.string().max(TEXT_LENGTH).nullable()
const time = z.number().min(-TIME_MAX).max(TIME_MAX).nullable()
const someAmount = z.number().min(0).max(Number.MAX_SAFE_INTEGER)
const amount = someAmount.nullable()
const someCost = z.number().min(-COST_MAX).max(COST_MAX)
const cost = someCost.nullable()
const count = z.int().min(0).max(1_000_000_000)
const name = z.string().min(1).max(NAME_LENGTH_MAX)
const mark = MARKS.join('|')
const marks = new RegExp(`^(?:(?:${mark})(?: (?:${mark}))*)?$`)

const UsageSchema = z.strictObject({
  model: z.string().max(TEXT_LENGTH),
  provider: z.string().max(TEXT_LENGTH),
  task: z.string().max(TEXT_LENGTH).openapi({ description: 'Empty for the conversation itself.' }),
  input_tokens: someAmount,
  output_tokens: someAmount,
  cache_read_tokens: someAmount,
  cache_write_tokens: someAmount,
  reasoning_tokens: someAmount,
  api_call_count: someAmount,
  estimated_cost_usd: someCost,
  actual_cost_usd: someCost,
})

export const SessionRecordSchema = z
  .strictObject({
    id: z.string().min(1).max(TEXT_LENGTH),
    source: text.openapi({ description: 'The platform.' }),
    model: text,
    title: text,
    started_at: time,
    ended_at: time,
    last_active: time,
    end_reason: text,
    parent_session_id: text,
    message_count: amount,
    tool_call_count: amount,
    input_tokens: amount,
    output_tokens: amount,
    cache_read_tokens: amount,
    cache_write_tokens: amount,
    estimated_cost_usd: cost,
    actual_cost_usd: cost,
    marks: z
      .string()
      .regex(marks, `Marks are ${MARKS.join(', ')}, with spaces between.`)
      .nullable()
      .default(null)
      .openapi({
        description: `Those of ${MARKS.join(', ')} that it has; null where its history knows none.`,
      }),
    session_key: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'A session key is 16 hexadecimal digits in small letters.')
      .nullable()
      .default(null)
      .openapi({ description: 'A digest of the name of its chat: which sessions are of the same one.' }),
    reasoning_tokens: amount.default(null),
    api_call_count: amount.default(null),
    usage: z
      .array(UsageSchema)
      .max(SESSION_USAGE_MAX)
      .default([])
      .openapi({ description: 'What it spent by model and task.' }),
    preview: z.string().max(PREVIEW_LENGTH).openapi({ description: 'How its first user message begins.' }),
    user_messages: count,
    assistant_messages: count,
    tool_messages: count,
    tools: z
      .array(z.strictObject({ tool: name, rows: count, calls: count }))
      .max(NAMES_MAX)
      .openapi({ description: 'Rows of role tool by name, and calls by function name.' }),
    skills: z
      .array(z.strictObject({ skill: name, view_count: count, manage_count: count, last_used_at: time }))
      .max(NAMES_MAX),
  })
  .openapi('SessionRecord', {
    description: 'For the owner’s lists and insights, only where the owner says so. Nobody else is shown it.',
  })
