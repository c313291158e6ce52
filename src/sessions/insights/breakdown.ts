import type { SessionRecord } from '../../engine/session-record.ts'

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
  readonly #sums = new Map<string, Sums>()
  readonly #newest = new Map<string, number>()

  add(name: string, record: SessionRecord): void {
    const sums = this.#sums.get(name) ?? nothing()
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
    this.#sums.set(name, sums)
    const startedAt = record.started_at ?? Number.NEGATIVE_INFINITY
    this.#newest.set(name, Math.max(this.#newest.get(name) ?? startedAt, startedAt))
  }

  /** Ordered by newest session. */
  entries(): [string, Sums][] {
    const newest = (name: string) => this.#newest.get(name) ?? 0
    return [...this.#sums].sort(([a], [b]) => newest(b) - newest(a) || (a < b ? -1 : 1))
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
