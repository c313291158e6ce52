import type { ModelUsage, SessionValues, UsageNumber } from './session-columns.ts'

/**
 * What is kept of a session for lists and insights, beside its figures. The names are those of the columns of
 * `sessions`. Times are Unix seconds with fractions, costs US dollars. What the history lacks, or holds as a kind
 * that the column cannot have, is null.
 */
export interface SessionRecord extends SessionFacts, SessionUses {}

/** What the session's own row says, and when it was active last. */
export interface SessionFacts extends SessionValues {
  id: string
  /**
   * Names of `MARKS` with a space between, empty without any. Null in a history of before Hermes had them: its lists
   * and insights follow the rules of that time.
   */
  marks: string | null
  /** Equal for sessions of the same chat. Null without a chat. A record has a digest of it, which says nothing else. */
  session_key: string | null
  /** What it spent, by model and task; empty where the history does not tell. */
  usage: ModelUsage[]
}

/** Tokens, calls and costs of one model. Costs are US dollars. */
export type ModelSpending = Pick<ModelUsage, 'model' | UsageNumber>

/** What its messages say. */
export interface SessionUses {
  /** How its first user message begins, on one line; empty without one. */
  preview: string
  /** Rows by role. */
  user_messages: number
  assistant_messages: number
  tool_messages: number
  tools: ToolUse[]
  skills: SkillUse[]
}

/** A tool by its name. The two are counted apart, because histories may lack either. */
export interface ToolUse {
  tool: string
  /** Rows of role `tool` with this `tool_name`. */
  rows: number
  /** Calls in `tool_calls` of assistant rows with this `function.name`. */
  calls: number
}

/** Assistant calls of `skill_view` and `skill_manage` that name this skill. */
export interface SkillUse {
  skill: string
  view_count: number
  manage_count: number
  /** The greatest timestamp of the messages that call it. */
  last_used_at: number | null
}
