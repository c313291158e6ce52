import type { SessionRecord } from '../../engine/session-record.ts'

const KINDS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const
type Kind = (typeof KINDS)[number]

export type TokenSums = Record<Kind | 'total_tokens', number>

export const NO_TOKENS: Readonly<TokenSums> = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  total_tokens: 0,
}

/** Adds the tokens of a session, or of its spending on one model. */
export function addTokens(sums: TokenSums, spent: Pick<SessionRecord, Kind>): void {
  let total = 0
  for (const kind of KINDS) {
    const tokens = spent[kind] ?? 0
    sums[kind] += tokens
    total += tokens
  }
  sums.total_tokens += total
}
