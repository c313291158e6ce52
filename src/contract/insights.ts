import { z } from '@hono/zod-openapi'
import { ProvenanceSchema } from './achievements.ts'

/** Schemas of the insights report: totals of the sessions in a period. Times are Unix seconds, costs US dollars. */

const count = z.number().min(0)
const unixSeconds = z.number().openapi({ example: 1_750_000_000 })

const tokens = {
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  total_tokens: count,
}

export const InsightsOverviewSchema = z
  .object({
    total_sessions: z.int(),
    total_messages: count,
    total_tool_calls: count,
    total_input_tokens: count,
    total_output_tokens: count,
    total_cache_read_tokens: count,
    total_cache_write_tokens: count,
    total_tokens: count,
    estimated_cost: z.number(),
    actual_cost: z.number(),
    total_hours: count,
    avg_session_duration: count.openapi({ description: 'Seconds, counting only sessions that have ended.' }),
    avg_messages_per_session: count,
    avg_tokens_per_session: count,
    user_messages: z.int(),
    assistant_messages: z.int(),
    tool_messages: z.int(),
    date_range_start: unixSeconds,
    date_range_end: unixSeconds,
  })
  .openapi('InsightsOverview')
export type InsightsOverview = z.infer<typeof InsightsOverviewSchema>

const ModelSchema = z.object({
  model: z.string().openapi({ description: 'The part after the last slash; `unknown` if there is none.' }),
  sessions: z.int().openapi({ description: 'Sessions that spent anything on it.' }),
  ...tokens,
  reasoning_tokens: count.openapi({
    description: 'Included in the output, as far as the history records it.',
  }),
  api_calls: count,
  cost: z.number().openapi({ description: 'As estimated by the agent.' }),
  actual_cost: z.number().openapi({ description: 'As billed.' }),
  tool_calls: count,
})

const PlatformSchema = z.object({
  platform: z.string(),
  sessions: z.int(),
  messages: count,
  ...tokens,
  tool_calls: count,
})

const ToolSchema = z.object({ tool: z.string(), count: z.int(), percentage: z.number() })

const SkillSchema = z.object({
  skill: z.string(),
  view_count: z.int(),
  manage_count: z.int(),
  total_count: z.int(),
  percentage: z.number(),
  last_used_at: unixSeconds.nullable(),
})

export const SkillSummarySchema = z.object({
  total_skill_loads: z.int(),
  total_skill_edits: z.int(),
  total_skill_actions: z.int(),
  distinct_skills_used: z.int(),
})

const DayCountSchema = z.object({ day: z.string().openapi({ example: 'Mon' }), count: z.int() })
const HourCountSchema = z.object({ hour: z.int(), count: z.int() })

export const ActivitySchema = z.object({
  by_day: z.array(DayCountSchema).openapi({ description: 'Monday to Sunday.' }),
  by_hour: z.array(HourCountSchema).openapi({ description: '0 to 23.' }),
  busiest_day: DayCountSchema,
  busiest_hour: HourCountSchema,
  active_days: z.int(),
  max_streak: z.int().openapi({ description: 'Consecutive days.' }),
})

const TopSessionSchema = z.object({
  label: z.string().openapi({ example: 'Most tokens' }),
  session_id: z.string().openapi({ description: 'Its first 16 characters.' }),
  value: z.string().openapi({ example: '220,934 tokens' }),
  date: z.string().openapi({ example: 'Jun 18' }),
})

const period = {
  days: z.int(),
  source_filter: z.string().nullable().openapi({ description: 'The platform it covers; null for all.' }),
  timezone: z.string().openapi({ description: 'The IANA time zone of days and hours.' }),
  generated_at: unixSeconds,
}

const nothing = z.strictObject({})

export const InsightsSchema = z
  .object({
    ...period,
    empty: z.boolean().openapi({ description: 'No session started in this period, so all parts are empty.' }),
    overview: z.union([InsightsOverviewSchema, nothing]),
    models: z.array(ModelSchema),
    platforms: z.array(PlatformSchema),
    tools: z.array(ToolSchema),
    skills: z.object({ summary: SkillSummarySchema, top_skills: z.array(SkillSchema) }),
    activity: z.union([ActivitySchema, nothing]),
    top_sessions: z.array(TopSessionSchema),
  })
  .openapi('Insights')

type Parts = z.infer<typeof InsightsSchema>
interface Period {
  days: number
  source_filter: string | null
  timezone: string
  generated_at: number
}

export type InsightsActivity = z.infer<typeof ActivitySchema>
export type InsightsModel = z.infer<typeof ModelSchema>
export type InsightsTool = z.infer<typeof ToolSchema>
export type InsightsSkill = z.infer<typeof SkillSchema>
export type TopSession = z.infer<typeof TopSessionSchema>

/** A report of sessions, or an empty one. */
export type Insights = Period &
  Pick<Parts, 'models' | 'platforms' | 'tools' | 'skills' | 'top_sessions'> &
  (
    | { empty: false; overview: InsightsOverview; activity: InsightsActivity }
    | { empty: true; overview: Record<string, never>; activity: Record<string, never> }
  )

const DaySchema = z.object({
  date: z.string().openapi({ description: 'A day in the time zone’s calendar.', example: '2026-03-12' }),
  sessions: z.int().openapi({ description: 'Sessions that started on this day.' }),
  messages: count,
  tool_calls: count,
  ...tokens,
  estimated_cost: z.number(),
  actual_cost: z.number(),
})
export type InsightsDay = z.infer<typeof DaySchema>

export const InsightsDaysSchema = z
  .object({
    ...period,
    daily: z.array(DaySchema).openapi({ description: 'The days on which sessions started, oldest first.' }),
  })
  .openapi('InsightsDays')

/** The session that leads by some criterion. */
export interface LeadingSession {
  by: 'duration' | 'messages' | 'tokens' | 'tool_calls'
  /** By how much. Durations are in seconds. */
  amount: number
  /** The same in English. */
  label: string
  value: string
  id: string
  /** Its title, or how it begins, or its id. */
  title: string
  /** Unix seconds. */
  startedAt: number
}

/** Everything reported about the sessions in a period. */
export interface InsightsReport {
  report: Insights
  daily: InsightsDay[]
  leading: LeadingSession[]
  /** All platforms that have sessions, regardless of the filter. By name. */
  platforms: string[]
  /** Sessions with counts but without a record, which the report does not include. */
  unlisted: number
}

/** The query of a report. Invalid values become the default. */
export const InsightsQuerySchema = z.object({
  days: z.string().optional().openapi({ description: 'How far to look back. Default 30.', example: '30' }),
  source: z.string().optional().openapi({ description: 'Only sessions on this platform.' }),
})

export const InsightsSummarySchema = z
  .object({
    days: z.int(),
    generated_at: unixSeconds,
    total_sessions: z.int(),
    total_messages: count,
    total_tool_calls: count,
    total_tokens: count,
    total_hours: count,
    active_days: z.int(),
    max_streak: z.int(),
    distinct_models: z.int(),
    distinct_tools: z.int(),
    distinct_skills: z.int(),
    provenance: ProvenanceSchema,
  })
  .openapi('InsightsSummary')
export type InsightsSummary = z.infer<typeof InsightsSummarySchema>
