import type { InsightsModel, InsightsOverview } from '../../contract/insights.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { Sum } from './sum.ts'

const HOUR = 3600

/** The totals of a report. */
export class OverviewTally {
  #sessions = 0
  #messages = 0
  #toolCalls = 0
  #user = 0
  #assistant = 0
  #tool = 0
  #ended = 0
  #first = Number.POSITIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY
  /** Whether any session's history records spending by model. */
  #byModel = false
  readonly #seconds = new Sum()
  readonly #estimated = new Sum()
  readonly #actual = new Sum()
  /** The same, summed as Hermes does since it records spending by model: one by one, with rounding errors. */
  #actualInOrder = 0

  add(record: SessionRecord): void {
    this.#sessions++
    this.#messages += record.message_count ?? 0
    this.#toolCalls += record.tool_call_count ?? 0
    this.#byModel ||= record.marks !== null
    this.#user += record.user_messages
    this.#assistant += record.assistant_messages
    this.#tool += record.tool_messages
    this.#estimated.add(record.estimated_cost_usd ?? 0)
    this.#actual.add(record.actual_cost_usd ?? 0)
    this.#actualInOrder += record.actual_cost_usd ?? 0
    const seconds = secondsOf(record)
    if (seconds > 0) {
      this.#ended++
      this.#seconds.add(seconds)
    }
    this.#first = Math.min(this.#first, record.started_at ?? this.#first)
    this.#last = Math.max(this.#last, record.started_at ?? this.#last)
  }

  /**
   * Returns the totals; null without sessions.
   * @param models those of the report, in its order
   */
  report(models: readonly InsightsModel[]): InsightsOverview | null {
    if (this.#sessions === 0) return null
    const sumOf = (of: (model: InsightsModel) => number) => models.reduce((sum, model) => sum + of(model), 0)
    const total = sumOf((model) => model.total_tokens)
    const seconds = this.#seconds.value
    return {
      total_sessions: this.#sessions,
      total_messages: this.#messages,
      total_tool_calls: this.#toolCalls,
      total_input_tokens: sumOf((model) => model.input_tokens),
      total_output_tokens: sumOf((model) => model.output_tokens),
      total_cache_read_tokens: sumOf((model) => model.cache_read_tokens),
      total_cache_write_tokens: sumOf((model) => model.cache_write_tokens),
      total_tokens: total,
      estimated_cost: this.#byModel ? sumOf(({ cost }) => cost) : this.#estimated.value,
      actual_cost: this.#byModel ? this.#actualInOrder : this.#actual.value,
      total_hours: seconds / HOUR,
      avg_session_duration: this.#ended === 0 ? 0 : seconds / this.#ended,
      avg_messages_per_session: this.#messages / this.#sessions,
      avg_tokens_per_session: total / this.#sessions,
      user_messages: this.#user,
      assistant_messages: this.#assistant,
      tool_messages: this.#tool,
      date_range_start: this.#first,
      date_range_end: this.#last,
    }
  }
}

/** Returns a session's duration in seconds; 0 if it has not ended, or ended before it started. */
export function secondsOf({ started_at, ended_at }: SessionRecord): number {
  return started_at === null || ended_at === null ? 0 : Math.max(0, ended_at - started_at)
}
