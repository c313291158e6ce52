import { z } from '@hono/zod-openapi'
import { ProvenanceSchema, TierName } from './achievements.ts'
import { RARITY_BANDS } from './rarity.ts'
import type { Story } from './wrapped.ts'

/** How the API writes stories: see wrapped.ts. */

/** A year or a month of it, as addresses name it. */
export const PERIOD_PATTERN = /^(?:19[7-9]\d|[2-9]\d{3})(?:-(?:0[1-9]|1[0-2]))?$/

const count = z.int().min(0)
const day = z.string().openapi({ example: '2026-11-30' })

const StoryBadgeSchema = z
  .object({ id: z.string(), name: z.string(), icon: z.string(), tier: TierName.nullable(), day })
  .openapi('StoryBadge')

const card = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape })

export const StoryCardSchema = z
  .discriminatedUnion('kind', [
    card('origin', { day, sessions: count, first_ever: z.boolean() }),
    card('rate', { sessions: count, active_days: count, messages: count, tool_calls: count }),
    card('busiest', { day, day_sessions: count, hour: z.int().min(0).max(23), hour_sessions: count }),
    card('streak', { days: count, from: day, to: day }),
    card('favourites', {
      distinct_tools: count,
      distinct_models: count,
      tools: z.array(z.object({ name: z.string(), uses: count })),
      model: z.object({ name: z.string(), sessions: count }).nullable(),
    }),
    card('badges', {
      badges: count,
      steps: count,
      first: StoryBadgeSchema.nullable(),
      highest: StoryBadgeSchema.nullable(),
      rarest: StoryBadgeSchema.extend({ band: z.enum(RARITY_BANDS).exclude(['most']) })
        .exactOptional()
        .openapi({ description: 'Absent where none is known that fewer than half of the pages have.' }),
    }),
    card('change', {
      before: count,
      after: count,
      tier_before: TierName.nullable(),
      tier_after: TierName.nullable(),
    }),
    card('finale', { sessions: count, active_days: count, streak: count, badges: count }),
  ])
  .openapi('StoryCard')

export const StorySchema: z.ZodType<Story> = z
  .object({
    period: z.object({ year: z.int(), month: z.int().min(1).max(12).nullable() }),
    from: day,
    to: day.openapi({ description: 'The last day, or the one on which it was made if that is earlier.' }),
    time_zone: z.string(),
    made_at: z.number().openapi({ description: 'Unix seconds.' }),
    sessions: count.openapi({ description: 'How many sessions it was counted from.' }),
    provenance: ProvenanceSchema,
    cards: z.array(StoryCardSchema).openapi({ description: 'In the order of the page.' }),
  })
  .openapi('Story')

export const ShownStorySchema = z
  .object({
    story: StorySchema.nullable().openapi({
      description: 'As it was published. Null, for the owner alone, if it is not.',
    }),
    published_at: z.number().nullable().openapi({ description: 'Unix seconds.' }),
    preview: StorySchema.nullable().optional().openapi({
      description: 'For the owner only: how it would be published now. Null if there is nothing to tell.',
    }),
  })
  .openapi('ShownStory')
