import type { LongInteger } from './long-integer.ts'
import type { AggregateMetric, CountedStat } from './stats.ts'
import type { Utf8Text } from './utf8-text.ts'

/** The engine's types. Field names of results match the published figures. */

/**
 * A JSON value that preserves what Python's `json` module does and JavaScript's does not: integers of any size
 * (`bigint`, very long ones as digits) separate from floats (`number`, including NaN and the infinities). Objects are
 * Maps in source order.
 */
export type Json = null | boolean | string | bigint | LongInteger | number | Json[] | Map<string, Json>

/**
 * The content of a message: NULL, text (as bytes of the history or as a string), a number, decoded multimodal JSON, or
 * the bytes of a blob.
 */
export type Content = Json | Utf8Text | Uint8Array

/**
 * One message of a session. `toolCalls` is the column as stored: JSON text or null. A `Utf8Text` in it is valid only
 * until the next message.
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
  /** Absent: the preview is made from the first user message, whatever it is. */
  preview?: MessagePreview | undefined
}

/**
 * How a message may serve as a preview where the earliest eligible one does, as in today's Hermes. `hidden`: not
 * eligible. `empty`: eligible, but its text begins with a NUL.
 */
export type MessagePreview = 'shown' | 'hidden' | 'empty'

/**
 * What a message counts for. `uses`: only for what its session uses, not for its figures. `none`: for neither. A
 * preview may be made from any of them.
 */
export type MessageCounts = 'all' | 'uses' | 'none'

/** Everything that the engine keeps of one session. */
export interface SessionStats extends Record<CountedStat, number> {
  session_id: string
  title: string
  source: string | null
  started_at: number | null
  last_active: number | null
  /** The session's model: one name or none. */
  model_names: string[]
  /** Distinct tools, sorted by code point. */
  tool_names: string[]
  port_conflict: boolean
}

export const TIER_NAMES = ['Copper', 'Silver', 'Gold', 'Diamond', 'Olympian'] as const
export type TierName = (typeof TIER_NAMES)[number]

export type AchievementState = 'unlocked' | 'discovered' | 'secret'

/** The session that is shown for a best-session achievement. */
export interface Evidence {
  session_id: string
  title: string
  value: number
}

/**
 * The figures that achievements are evaluated against: sums, maxima and distinct counts over all sessions of a profile.
 */
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
  /** Present if unlocked: the best session, or null for kinds without one. */
  evidence?: Evidence | null
}
