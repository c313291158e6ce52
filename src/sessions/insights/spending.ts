import type { ModelSpending, SessionRecord } from '../../engine/session-record.ts'

/** Returns a session's spending by model. Models are as the history names them. */
export function spendingOf(record: SessionRecord): ModelSpending[] {
  const whole = wholeOf(record)
  if (record.marks === null) return [whole]
  const rest = restOf(whole, record.usage)
  return hasAny(rest) ? [...record.usage, rest] : record.usage
}

/** Returns the values of the session's own columns, as spending on its own model. */
function wholeOf(record: SessionRecord): ModelSpending {
  return {
    model: record.model ?? '',
    input_tokens: record.input_tokens ?? 0,
    output_tokens: record.output_tokens ?? 0,
    cache_read_tokens: record.cache_read_tokens ?? 0,
    cache_write_tokens: record.cache_write_tokens ?? 0,
    reasoning_tokens: record.reasoning_tokens ?? 0,
    api_call_count: record.api_call_count ?? 0,
    estimated_cost_usd: record.estimated_cost_usd ?? 0,
    actual_cost_usd: record.actual_cost_usd ?? 0,
  }
}

/** Returns what the usage rows do not account for. Hermes has no reasoning tokens outside the rows. */
function restOf(whole: ModelSpending, rows: readonly ModelSpending[]): ModelSpending {
  const besides = (name: Exclude<keyof ModelSpending, 'model'>) =>
    Math.max(0, whole[name] - rows.reduce((sum, row) => sum + row[name], 0))
  return {
    model: whole.model,
    input_tokens: besides('input_tokens'),
    output_tokens: besides('output_tokens'),
    cache_read_tokens: besides('cache_read_tokens'),
    cache_write_tokens: besides('cache_write_tokens'),
    reasoning_tokens: 0,
    api_call_count: besides('api_call_count'),
    estimated_cost_usd: besides('estimated_cost_usd'),
    actual_cost_usd: besides('actual_cost_usd'),
  }
}

function hasAny({ model, ...amounts }: ModelSpending): boolean {
  return Object.values(amounts).some((amount) => amount > 0)
}
