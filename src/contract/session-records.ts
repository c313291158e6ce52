import { z } from '@hono/zod-openapi'
import { NAME_LENGTH_MAX, NAMES_MAX, SESSION_USAGE_MAX } from '../engine/limits.ts'
import { MARKS } from '../engine/marks.ts'
import { recordOf } from '../engine/records.ts'
import {
  type Bounds,
  COLUMN_BOUNDS,
  COLUMN_TEXT_LENGTH_MAX,
  NUMBER_COLUMNS,
  SESSION_COLUMNS,
  type SessionColumn,
  TEXT_COLUMNS,
  USAGE_COLUMNS,
  USAGE_NUMBERS,
  USAGE_TEXTS,
} from '../engine/session-columns.ts'

/** Schema of the reported part of a session that lists and insights need. */

/** More than the at most 63 characters of a preview, in UTF-16. */
const PREVIEW_LENGTH = 200

const text = z.string().max(COLUMN_TEXT_LENGTH_MAX)
const numbers = {
  time: within(COLUMN_BOUNDS.time),
  amount: within(COLUMN_BOUNDS.amount),
  cost: within(COLUMN_BOUNDS.cost),
}
const count = z.int().min(0).max(1_000_000_000)
const name = z.string().min(1).max(NAME_LENGTH_MAX)
const mark = MARKS.join('|')
const marks = new RegExp(`^(?:(?:${mark})(?: (?:${mark}))*)?$`)

function within({ min, max }: Bounds) {
  return z.number().min(min).max(max)
}

/** A column that the history may lack; later ones may be missing from older reports. */
function orNull<Value>(schema: z.ZodType<Value>, { later, note }: SessionColumn): z.ZodType<Value | null> {
  const nullable = note === undefined ? schema.nullable() : schema.nullable().openapi({ description: note })
  return later ? nullable.default(null) : nullable
}

const UsageSchema = z.strictObject({
  ...recordOf(USAGE_TEXTS, (column) => {
    const { note }: SessionColumn = USAGE_COLUMNS[column]
    return note === undefined ? text : text.openapi({ description: note })
  }),
  ...recordOf(USAGE_NUMBERS, (column) => numbers[USAGE_COLUMNS[column].kind]),
})

export const SessionRecordSchema = z
  .strictObject({
    id: z.string().min(1).max(COLUMN_TEXT_LENGTH_MAX),
    ...recordOf(TEXT_COLUMNS, (column) => orNull(text, SESSION_COLUMNS[column])),
    ...recordOf(NUMBER_COLUMNS, (column) =>
      orNull(numbers[SESSION_COLUMNS[column].kind], SESSION_COLUMNS[column]),
    ),
    marks: z
      .string()
      .regex(marks, `Marks are ${MARKS.join(', ')}, separated by spaces.`)
      .nullable()
      .default(null)
      .openapi({
        description: `Which of ${MARKS.join(', ')} it has; null if its history records none of them.`,
      }),
    session_key: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'A session key is 16 lowercase hexadecimal digits.')
      .nullable()
      .default(null)
      .openapi({
        description: 'A digest of its chat’s name: sessions with the same digest are of the same chat.',
      }),
    usage: z
      .array(UsageSchema)
      .max(SESSION_USAGE_MAX)
      .default([])
      .openapi({ description: 'What it spent by model and task.' }),
    preview: z.string().max(PREVIEW_LENGTH).openapi({ description: 'The start of its first user message.' }),
    user_messages: count,
    assistant_messages: count,
    tool_messages: count,
    tools: z
      .array(z.strictObject({ tool: name, rows: count, calls: count }))
      .max(NAMES_MAX)
      .openapi({ description: 'Tool rows by name, and calls by function name.' }),
    skills: z
      .array(
        z.strictObject({
          skill: name,
          view_count: count,
          manage_count: count,
          last_used_at: numbers.time.nullable(),
        }),
      )
      .max(NAMES_MAX),
  })
  .openapi('SessionRecord', {
    description:
      'For the owner’s lists and insights. Only if the owner chooses to send it; nobody else sees it.',
  })
