import type { InsightsModel } from '../../contract/insights.ts'

/** How much of what was sent to a model was read from the provider's cache, from 0 to 1; null where nothing was sent. */
export function cacheShare({
  input_tokens,
  cache_read_tokens,
  cache_write_tokens,
}: InsightsModel): number | null {
  const sent = input_tokens + cache_read_tokens + cache_write_tokens
  return sent > 0 ? cache_read_tokens / sent : null
}
