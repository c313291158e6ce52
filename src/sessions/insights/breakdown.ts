import type { SessionRecord } from '../../engine/session-record.ts'
import { BoundedNames } from './bounded-names.ts'
import { addTokens, NO_TOKENS, type TokenSums } from './tokens.ts'

interface Sums extends TokenSums {
  sessions: number
  messages: number
  tool_calls: number
}

const NOTHING: Readonly<Sums> = { sessions: 0, messages: 0, ...NO_TOKENS, tool_calls: 0 }

/** Totals of sessions by name. */
export class Breakdown {
  readonly #names = new BoundedNames(() => ({ sums: { ...NOTHING }, newest: Number.NEGATIVE_INFINITY }))

  add(name: string, record: SessionRecord): void {
    const known = this.#names.of(name)
    if (known === null) return
    const { sums } = known
    sums.sessions++
    sums.messages += record.message_count ?? 0
    addTokens(sums, record)
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
