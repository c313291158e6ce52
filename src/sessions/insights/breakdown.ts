import type { SessionRecord } from '../../engine/session-record.ts'
import { addTokens, NO_TOKENS, type TokenSums } from './tokens.ts'

interface Sums extends TokenSums {
  sessions: number
  messages: number
  tool_calls: number
}

const NOTHING: Readonly<Sums> = { sessions: 0, messages: 0, ...NO_TOKENS, tool_calls: 0 }

/** Totals of sessions by name. */
export class Breakdown {
  readonly #sums = new Map<string, Sums>()
  readonly #newest = new Map<string, number>()

  add(name: string, record: SessionRecord): void {
    const sums = this.#sums.get(name) ?? { ...NOTHING }
    sums.sessions++
    sums.messages += record.message_count ?? 0
    addTokens(sums, record)
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
