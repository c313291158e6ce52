import type { InsightsModel } from '../../contract/insights.ts'
import type { ModelSpending, SessionRecord } from '../../engine/session-record.ts'
import { BoundedNames } from './bounded-names.ts'
import { addTokens, NO_TOKENS } from './tokens.ts'

const UNKNOWN = 'unknown'

/** Spending and number of sessions by model. Models that are too many count as unknown. */
export class ModelTally {
  readonly #models = new BoundedNames((model) => ({
    sums: nothing(model),
    /** When its newest session started. */
    newest: Number.NEGATIVE_INFINITY,
  }))

  add(record: SessionRecord, spending: readonly ModelSpending[]): void {
    const spentOn = new Set<InsightsModel>()
    for (const part of spending) {
      const sums = this.#of(part.model, record)
      addTokens(sums, part)
      sums.reasoning_tokens += part.reasoning_tokens
      sums.api_calls += part.api_call_count
      sums.cost += part.estimated_cost_usd
      sums.actual_cost += part.actual_cost_usd
      spentOn.add(sums)
    }
    for (const sums of spentOn) sums.sessions++
    const calls = record.tool_call_count ?? 0
    // A model without spending is listed for its calls only.
    if (calls > 0) this.#of(record.model, record).tool_calls += calls
  }

  /** Ordered by tokens, then sessions, both descending; on a tie the one with the newest session first. */
  report(): InsightsModel[] {
    const models = this.#models.all().map(([, model]) => model)
    models.sort(
      ({ sums: a, newest }, { sums: b, newest: other }) =>
        b.total_tokens - a.total_tokens ||
        b.sessions - a.sessions ||
        other - newest ||
        (a.model < b.model ? -1 : 1),
    )
    return models.map(({ sums }) => sums)
  }

  #of(name: string | null, { started_at }: SessionRecord): InsightsModel {
    const model = this.#models.of(shortModel(name)) ?? this.#models.begin(UNKNOWN)
    model.newest = Math.max(model.newest, started_at ?? Number.NEGATIVE_INFINITY)
    return model.sums
  }
}

/** `anthropic/claude-sonnet-4` becomes `claude-sonnet-4`. */
function shortModel(model: string | null): string {
  return model?.slice(model.lastIndexOf('/') + 1) || UNKNOWN
}

function nothing(model: string): InsightsModel {
  return {
    model,
    sessions: 0,
    ...NO_TOKENS,
    reasoning_tokens: 0,
    api_calls: 0,
    cost: 0,
    actual_cost: 0,
    tool_calls: 0,
  }
}
