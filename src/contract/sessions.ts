import { z } from '@hono/zod-openapi'
import { recordOf } from '../engine/records.ts'
import { LISTED_NUMBERS, LISTED_TEXTS, SESSION_COLUMNS } from '../engine/session-columns.ts'

/** Schemas of session lists. Times are Unix seconds with fractions, costs US dollars. */

const text = z.string().nullable()
const number = z.number().nullable()

/** What is known of a session at this moment. */
const LIVE = {
  active_stream_id: text.openapi({ description: 'The turn that streams at this moment.' }),
  is_streaming: z.boolean(),
  has_pending_user_message: z.boolean().openapi({ description: 'A message came that is not answered yet.' }),
  pending_started_at: number,
  updated_at: number.openapi({ description: 'When anything of it changed, its title included.' }),
  last_message_at: number,
}

export const SessionRowSchema = z
  .object({
    id: z.string(),
    ...recordOf(LISTED_TEXTS, () => text),
    ...recordOf(LISTED_NUMBERS, () => number),
    source: text.openapi({ description: SESSION_COLUMNS.source.note, example: 'cli' }),
    preview: z.string().openapi({ description: 'How its first user message begins.' }),
    history: z.string().optional().openapi({ description: 'The history it is of, where all are listed.' }),
    ...LIVE,
    _lineage_root_id: z.string().optional().openapi({
      description:
        'The row shows the tip of a chain of compressions: this is the session that the chain begins with.',
    }),
    archived: z
      .literal(true)
      .optional()
      .openapi({ description: 'Put away by its user. Only listed with `archived=1`.' }),
    hidden: z.literal(true).optional().openapi({ description: 'Kept out of lists by a plugin. As above.' }),
  })
  .openapi('SessionRow')

export const SessionListSchema = z
  .object({
    sessions: z.array(SessionRowSchema),
    total: z.int().openapi({ description: 'Rows of the whole list.' }),
    history: text.openapi({ description: 'The listed history; null for all, or if there are none.' }),
    platforms: z.array(z.string()).openapi({
      description: 'Those of all sessions that are listed here, whatever the list is narrowed to. By name.',
    }),
    unlisted: z.int().openapi({
      description:
        'Sessions of which there are figures and no record: reported without, or not scanned since there are records.',
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
      'Newest first by `started_at`, the default, or `last_active`; most first by `messages`, `tokens` or `cost`.',
    example: 'last_active',
  }),
  q: z.string().optional().openapi({
    description: 'Words, each of which must be in a row’s title, preview or id.',
  }),
  include_children: z.string().optional().openapi({
    description: '`1`: every session as it is. Else conversations: without sub-agents, chains as their tips.',
  }),
  archived: z.string().optional().openapi({
    description: '`1`: archived and hidden sessions too. Else they are left out.',
  }),
  source: z.string().optional().openapi({ description: 'Sessions of this platform alone.' }),
  exclude_sources: z.string().optional().openapi({ description: 'Not of these.', example: 'cron,telegram' }),
  limit: z.string().optional().openapi({ description: 'Rows at most.', example: '50' }),
  offset: z.string().optional().openapi({ description: 'Rows that are passed over.' }),
  history: z.string().optional().openapi({
    description:
      'The history that is listed, by its name. By default the one called `default`, or else the first.',
  }),
  all: z.string().optional().openapi({ description: '`1`: all histories together, each session once.' }),
})
