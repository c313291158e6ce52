/**
 * What is kept of a session for lists and insights, beside its figures. The names are those of the columns of
 * `sessions`. Times are Unix seconds with fractions, costs US dollars. What the history lacks, or holds as a kind
 * that the column cannot have, is null.
 */
export interface SessionRecord extends SessionFacts, SessionUses {}

/** What the session's own row says, and when it was active last. */
export interface SessionFacts {
  id: string
  /** The platform: `cli`, `telegram`, … */
  source: string | null
  model: string | null
  title: string | null
  started_at: number | null
  ended_at: number | null
  /** The greatest message timestamp, else `started_at`. */
  last_active: number | null
  end_reason: string | null
  parent_session_id: string | null
  message_count: number | null
  tool_call_count: number | null
  input_tokens: number | null
  output_tokens: number | null
  cache_read_tokens: number | null
  cache_write_tokens: number | null
  estimated_cost_usd: number | null
  actual_cost_usd: number | null
  /**
   * Names of `MARKS` with a space between, empty without any. Null in a history of before Hermes had them: its lists
   * and insights follow the rules of that time.
   */
  marks: string | null
  /** Equal for sessions of the same chat; says nothing else. Null without a chat. */
  session_key: string | null
  reasoning_tokens: number | null
  api_call_count: number | null
  /** What it spent, by model and task; empty where the history does not tell. */
  usage: ModelUsage[]
}

/** What a session spent on one model for one task. */
export interface ModelUsage extends ModelSpending {
  provider: string
  /** Empty for the conversation itself; else what was done beside it, as in `compression`. */
  task: string
}

/** Tokens, calls and costs of one model. Costs are US dollars. */
export interface ModelSpending {
  model: string
  input_tokens: number
  output_tokens: number
  cache_read_tokens: number
  cache_write_tokens: number
  reasoning_tokens: number
  api_call_count: number
  estimated_cost_usd: number
  actual_cost_usd: number
}

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
