import type { SessionRecord } from '../../engine/session-record.ts'
import { BoundedNames } from './bounded-names.ts'

interface Sums {
  sessions: number
  messages: number
  input_tokens: number
  output_tokens: number
  cache_read_tokens: number
  cache_write_tokens: number
  total_tokens: number
  tool_calls: number
}

/** Totals of sessions by name. */
export class Breakdown {
  readonly #names = new BoundedNames(() => ({ sums: nothing(), newest: Number.NEGATIVE_INFINITY }))

  add(name: string, record: SessionRecord): void {
    const known = this.#names.of(name)
    if (known === null) return
    const { sums } = known
    const [input, output] = [record.input_tokens ?? 0, record.output_tokens ?? 0]
    const [read, write] = [record.cache_read_tokens ?? 0, record.cache_write_tokens ?? 0]
    sums.sessions++
    sums.messages += record.message_count ?? 0
    sums.input_tokens += input
    sums.output_tokens += output
    sums.cache_read_tokens += read
    sums.cache_write_tokens += write
    sums.total_tokens += input + output + read + write
    sums.tool_calls += record.tool_call_count ?? 0
    known.newest = Math.max(known.newest, record.started_at ?? Number.NEGATIVE_INFINITY)
  }

  /** Ordered by newest session. */
  entries(): [string, Sums][] {
    const entries = this.#names.all()
    entries.sort(([a, { newest }], [b, { newest: other }]) => other - newest || (a < b ? -1 : 1))
    return entries.map(([name, { sums }]) => [name, sums])
  }
}

function nothing(): Sums {
  return {
    sessions: 0,
    messages: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    total_tokens: 0,
    tool_calls: 0,
  }
}
