import type { InsightsDay } from '../contract/insights.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import { Sum } from './sum.ts'

const DAY_MILLISECONDS = 86_400_000

interface Sums extends Omit<InsightsDay, 'date' | 'estimated_cost' | 'actual_cost'> {
  estimated: Sum
  actual: Sum
}

/** What the sessions of each day come to. */
export class DailyTally {
  readonly #days = new Map<number, Sums>()

  /** `day` is counted from 1970-01-01. */
  add(day: number, record: SessionRecord): void {
    const sums = this.#days.get(day) ?? nothing()
    const [input, output] = [record.input_tokens ?? 0, record.output_tokens ?? 0]
    const [read, write] = [record.cache_read_tokens ?? 0, record.cache_write_tokens ?? 0]
    sums.sessions++
    sums.messages += record.message_count ?? 0
    sums.tool_calls += record.tool_call_count ?? 0
    sums.input_tokens += input
    sums.output_tokens += output
    sums.cache_read_tokens += read
    sums.cache_write_tokens += write
    sums.total_tokens += input + output + read + write
    sums.estimated.add(record.estimated_cost_usd ?? 0)
    sums.actual.add(record.actual_cost_usd ?? 0)
    this.#days.set(day, sums)
  }

  /** Oldest first. */
  report(): InsightsDay[] {
    const days = [...this.#days].sort(([a], [b]) => a - b)
    return days.map(([day, { estimated, actual, ...sums }]) => ({
      date: new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10),
      ...sums,
      estimated_cost: estimated.value,
      actual_cost: actual.value,
    }))
  }
}

function nothing(): Sums {
  return {
    sessions: 0,
    messages: 0,
    tool_calls: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    total_tokens: 0,
    estimated: new Sum(),
    actual: new Sum(),
  }
}
