import { SETTINGS } from '../../config.ts'
import type { InsightsDay } from '../../contract/insights.ts'
import type { ModelSpending, SessionRecord } from '../../engine/session-record.ts'
import { Sum } from './sum.ts'
import { addTokens, NO_TOKENS } from './tokens.ts'

const DAY_MILLISECONDS = 86_400_000

interface Sums extends Omit<InsightsDay, 'date' | 'estimated_cost' | 'actual_cost'> {
  estimated: Sum
  actual: Sum
}

/** Totals of sessions by day. */
export class DailyTally {
  readonly #days = new Map<number, Sums>()

  /**
   * @param day counted from 1970-01-01
   * @param spending what the session spent
   */
  add(day: number, record: SessionRecord, spending: readonly ModelSpending[]): void {
    const sums = this.#days.get(day) ?? nothing()
    sums.sessions++
    sums.messages += record.message_count ?? 0
    sums.tool_calls += record.tool_call_count ?? 0
    for (const part of spending) {
      addTokens(sums, part)
      sums.estimated.add(part.estimated_cost_usd)
    }
    sums.actual.add(record.actual_cost_usd ?? 0)
    this.#days.set(day, sums)
  }

  /** Oldest first, the latest ones. */
  report(): InsightsDay[] {
    const days = [...this.#days].sort(([a], [b]) => a - b)
    return days.slice(-SETTINGS.INSIGHTS_DAYS_MAX.value).map(([day, { estimated, actual, ...sums }]) => ({
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
    ...NO_TOKENS,
    estimated: new Sum(),
    actual: new Sum(),
  }
}
