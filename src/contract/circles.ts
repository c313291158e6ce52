import { z } from '@hono/zod-openapi'
import { TierName } from './achievements.ts'
import { HandleSchema, TimeZoneSchema } from './profiles.ts'
import { normalText, textProblem } from './short-text.ts'

/** Circles: people who see how far each other's agents got this month. */

const count = z.int().min(0)
const unixSeconds = z.number().openapi({ example: 1_750_000_000 })

/** Of a circle's address. Random, and it lets nobody in. */
export const CIRCLE_ID_PATTERN = /^[0-9a-f]{24}$/

const NAME_MAX = 40
/** A character may take several. */
const NAME_MAX_BYTES = 8 * NAME_MAX

export const CircleNameSchema = z
  .string()
  .transform((name) => normalText(name) ?? '')
  .pipe(
    z
      .string()
      .min(1, 'Give it a name.')
      .superRefine((name, context) => {
        const problem = textProblem(name, { characters: NAME_MAX, bytes: NAME_MAX_BYTES })
        if (problem !== null) context.addIssue({ code: 'custom', message: problem })
      }),
  )
  .openapi({ type: 'string', minLength: 1, maxLength: NAME_MAX, example: 'Night shift' })

/** Which month of a circle is asked for. */
export const CircleMonthQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'A month looks like 2026-11.')
    .optional()
    .openapi({ description: 'By default the current one.', example: '2026-11' }),
})

export const MakeCircleSchema = z
  .strictObject({
    name: CircleNameSchema,
    time_zone: TimeZoneSchema.optional().openapi({
      description: 'When its months begin and end. By default the profile’s; it can’t be changed later.',
    }),
  })
  .openapi('MakeCircle')

export const RenameCircleSchema = z.strictObject({ name: CircleNameSchema }).openapi('RenameCircle')

export const JoinCircleSchema = z
  .strictObject({
    code: z.string().min(1, 'Enter the code.').max(100).openapi({ example: 'K7QM-2XPD-9RTW' }),
  })
  .openapi('JoinCircle')

const StandingSchema = z.object({
  rank: z.int().min(1).openapi({ description: 'Shared by those with as many points.' }),
  handle: z.string(),
  points: count.openapi({ description: 'Of the tiers reached in the month.' }),
  firsts: count.openapi({ description: 'Tiers that nobody in the circle had before.' }),
  tiers: count.openapi({ description: 'Tiers reached in the month.' }),
})

const FirstSchema = z.object({
  achievement_id: z.string(),
  name: z.string(),
  tier: TierName.nullable().openapi({ description: 'Null for a badge without tiers.' }),
  at: unixSeconds,
  handles: z.array(z.string()).openapi({ description: 'More than one if they share the second.' }),
})

const MonthSchema = z.string().openapi({ example: '2026-11' })

const CircleBaseSchema = z.object({
  id: z.string().openapi({ example: '0f3a92c4d1b87e65a0c3f19d' }),
  name: z.string(),
  time_zone: z.string(),
  created_at: unixSeconds,
  maker: z.string().openapi({ description: 'The handle of who may rename it, remove members and end it.' }),
  member_count: count,
})

export const CircleSchema = CircleBaseSchema.extend({
  code: z.string().optional().openapi({
    description: 'Whoever has it may join. For the maker only.',
    example: 'K7QM-2XPD-9RTW',
  }),
  members: z.array(z.object({ handle: HandleSchema, joined_at: unixSeconds })),
  members_max: count,
  months: z.array(MonthSchema).openapi({ description: 'Those that can be asked for, latest first.' }),
  month: MonthSchema,
  frozen_at: unixSeconds.nullable().openapi({
    description: 'When the result was frozen; null while it may change.',
  }),
  freezes_at: unixSeconds.openapi({ description: 'When the month is frozen, or was to be.' }),
  standings: z.array(StandingSchema),
  firsts: z.array(FirstSchema).openapi({ description: 'Latest first.' }),
}).openapi('Circle')
export type Circle = z.infer<typeof CircleSchema>

export const CirclesSchema = z
  .object({
    circles: z.array(
      CircleBaseSchema.extend({
        rank: z.int().min(1).openapi({ description: 'This month’s so far.' }),
        points: count,
      }),
    ),
    circles_max: count,
  })
  .openapi('Circles')
export type Circles = z.infer<typeof CirclesSchema>
export type ListedCircle = Circles['circles'][number]
