import type { LongInteger } from './long-integer.ts'
import type { AggregateMetric, CountedStat } from './stats.ts'
import type { Utf8Text } from './utf8-text.ts'

/** The engine's own vocabulary. Field names of results are those of the figures as they are published. */

/**
 * A JSON value that keeps what Python's `json` module keeps and JavaScript's does not: integers of any size
 * (`bigint`, the very long as their digits) apart from floats (`number`, NaN and the infinities included).
 * Objects are Maps in source order.
 */
export type Json = null | boolean | string | bigint | LongInteger | number | Json[] | Map<string, Json>

/**
 * What a message holds: NULL, text (as the bytes that a history holds it in, or as a string), a number, decoded
 * multimodal JSON, or the bytes of a blob.
 */
export type Content = Json | Utf8Text | Uint8Array

/**
 * One message in the order of its session. `toolCalls` is the column as it stands: JSON text or null. A
 * `Utf8Text` in it is valid only until the next message.
 */
export interface Message {
  role: string | null
  content: Content
  toolName: string | null
  toolCalls: string | Utf8Text | null
  /** Unix seconds. */
  timestamp?: number | null
  /** Absent: `all`. */
  counts?: MessageCounts | undefined
  /** Absent: a preview is made of the first user message, whatever it is. */
  preview?: MessagePreview | undefined
}

/**
 * What preview may be made of a message where the earliest one that is eligible makes it, as today's Hermes has it.
 * `hidden`: it is not eligible. `empty`: it is, but nothing stands in front of the NUL that its text begins with.
 */
export type MessagePreview = 'shown' | 'hidden' | 'empty'

/**
 * What a message counts for. `uses`: for what its session uses, but not for its figures. `none`: for neither. A
 * preview may be made of any of them.
 */
export type MessageCounts = 'all' | 'uses' | 'none'

/** Everything the engine keeps of one session. */
export interface SessionStats extends Record<CountedStat, number> {
  session_id: string
  title: string
  source: string | null
  started_at: number | null
  last_active: number | null
  /** The session's model when it names one: none or one name. */
  model_names: string[]
  /** Distinct seen tools, sorted by code point. */
  tool_names: string[]
  port_conflict: boolean
}

export const TIER_NAMES = ['Copper', 'Silver', 'Gold', 'Diamond', 'Olympian'] as const
export type TierName = (typeof TIER_NAMES)[number]

export type AchievementState = 'unlocked' | 'discovered' | 'secret'

/** The session that best shows a best-session achievement. */
export interface Evidence {
  session_id: string
  title: string
  value: number
}

/** The figures a profile is judged by: sums, maxima and distinct counts over all its sessions. */
export type AggregateFigures = Record<AggregateMetric, number>

/** An achievement measured against one profile's figures, as the golden files spell it. */
export interface EvaluatedAchievement {
  id: string
  name: string
  description: string
  /** What counts, in a sentence. */
  criteria: string
  category: string
  kind: 'best_session' | 'lifetime' | 'multi_condition'
  icon: string
  secret?: true
  threshold_metric?: AggregateMetric
  tiers?: { name: TierName; threshold: number }[]
  requirements?: { metric: AggregateMetric; gte: number }[]
  progress: number
  progress_pct: number
  tier: TierName | null
  next_tier: TierName | null
  next_threshold: number
  state: AchievementState
  discovered: boolean
  unlocked: boolean
  /** Present when unlocked: the best session, or null for kinds without one. */
  evidence?: Evidence | null
}
