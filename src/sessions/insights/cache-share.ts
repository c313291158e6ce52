import type { InsightsModel } from '../../contract/insights.ts'

/** Returns the share of input tokens read from the provider's cache, from 0 to 1; null without input. */
export function cacheShare({
  input_tokens,
  cache_read_tokens,
  cache_write_tokens,
}: InsightsModel): number | null {
  const sent = input_tokens + cache_read_tokens + cache_write_tokens
  return sent > 0 ? cache_read_tokens / sent : null
}
