import { z } from '@hono/zod-openapi'
import { recordOf } from '../engine/records.ts'
import { LISTED_NUMBERS, LISTED_TEXTS, SESSION_COLUMNS } from '../engine/session-columns.ts'

/** Schemas of session lists. Times are Unix seconds with fractions, costs US dollars. */

const text = z.string().nullable()
const number = z.number().nullable()

/** What is known of a session at this moment. */
const LIVE = {
  active_stream_id: text.openapi({ description: 'The turn that is streaming now.' }),
  is_streaming: z.boolean(),
  has_pending_user_message: z.boolean().openapi({ description: 'A message is waiting for a reply.' }),
  pending_started_at: number,
  updated_at: number.openapi({ description: 'When anything about it changed, its title included.' }),
  last_message_at: number,
}

export const SessionRowSchema = z
  .object({
    id: z.string(),
    ...recordOf(LISTED_TEXTS, () => text),
    ...recordOf(LISTED_NUMBERS, () => number),
    source: text.openapi({ description: SESSION_COLUMNS.source.note, example: 'cli' }),
    preview: z.string().openapi({ description: 'The start of its first user message.' }),
    history: z.string().optional().openapi({ description: 'The history it belongs to, if all are listed.' }),
    ...LIVE,
    _lineage_root_id: z.string().optional().openapi({
      description:
        'The row shows the newest part of a compacted conversation. This is the session it began with.',
    }),
    archived: z
      .literal(true)
      .optional()
      .openapi({ description: 'Archived by its user. Listed only with `archived=1`.' }),
    hidden: z
      .literal(true)
      .optional()
      .openapi({ description: 'Hidden from lists by a plugin. Listed only with `archived=1`.' }),
  })
  .openapi('SessionRow')

export const SessionListSchema = z
  .object({
    sessions: z.array(SessionRowSchema),
    total: z.int().openapi({ description: 'Rows in the whole list.' }),
    history: text.openapi({ description: 'The listed history; null for all, or if there is none.' }),
    platforms: z.array(z.string()).openapi({
      description: 'The platforms of all sessions here, whatever the filters. Sorted by name.',
    }),
    unlisted: z.int().openapi({
      description:
        'Sessions with counts but no record: reported without one, or not scanned since records are kept.',
    }),
  })
  .openapi('SessionList')
export type SessionList = z.infer<typeof SessionListSchema>
export type ListedSession = SessionList['sessions'][number]
/** The same without what is known at this moment. */
export type SessionListItem = Omit<ListedSession, keyof typeof LIVE>

/** The query of a list. Invalid values become the default, so that clients need not know the valid ones. */
export const SessionListQuerySchema = z.object({
  order: z.string().optional().openapi({
    description:
      '`started_at` (default) and `last_active`: newest first. `messages`, `tokens` and `cost`: highest first.',
    example: 'last_active',
  }),
  q: z.string().optional().openapi({
    description: 'Words that must all occur in a row’s title, preview or id.',
  }),
  include_children: z.string().optional().openapi({
    description:
      '`1`: every session on its own. Otherwise conversations: no sub-agents, and only the newest part of what was compacted.',
  }),
  archived: z.string().optional().openapi({
    description: '`1`: include archived and hidden sessions.',
  }),
  source: z.string().optional().openapi({ description: 'Only sessions on this platform.' }),
  exclude_sources: z
    .string()
    .optional()
    .openapi({ description: 'Leave out these platforms.', example: 'cron,telegram' }),
  limit: z.string().optional().openapi({ description: 'Maximum number of rows.', example: '50' }),
  offset: z.string().optional().openapi({ description: 'Rows to skip.' }),
  history: z.string().optional().openapi({
    description: 'The name of the history to list. By default the one called `default`, or else the first.',
  }),
  all: z.string().optional().openapi({ description: '`1`: all histories together, each session once.' }),
})
