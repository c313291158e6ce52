import type { ModelUsage, SessionFacts, UsageNumber } from './session-columns.ts'

/**
 * What is kept of a session for lists and insights, besides its figures. The names are those of the columns of
 * `sessions`. Times are Unix seconds with fractions, costs US dollars. Null if the history lacks a value or holds one
 * of the wrong type.
 */
export interface SessionRecord extends SessionFacts {
  /** The beginning of its first user message, on one line; empty without one. */
  preview: string
  /** Rows by role. */
  user_messages: number
  assistant_messages: number
  tool_messages: number
  tools: ToolUse[]
  skills: SkillUse[]
}

/** Tokens, calls and costs of one model. Costs are US dollars. */
export type ModelSpending = Pick<ModelUsage, 'model' | UsageNumber>

/** A tool by name. The two counts are separate, because histories may lack either. */
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
  /** The latest timestamp of the messages that call it. */
  last_used_at: number | null
}
