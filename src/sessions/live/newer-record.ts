import type { SessionRecord } from '../../engine/session-record.ts'

/** Totals that never fall, whoever counted them. */
const TOTALS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'api_call_count',
] as const

/**
 * Returns a session as its history has it, or, if its live reports are newer, with what they say: messages, costs,
 * title and last activity. A history may know more tokens, of turns before the reports began.
 */
export function newerRecord<Known extends SessionRecord>(
  known: Known,
  live: SessionRecord | undefined,
): Known {
  if (live === undefined || !isNewer(live, known)) return known
  const newer = {
    ...known,
    last_active: live.last_active,
    message_count: live.message_count || known.message_count,
    title: live.title ?? known.title,
    estimated_cost_usd: live.estimated_cost_usd ?? known.estimated_cost_usd,
    actual_cost_usd: live.actual_cost_usd ?? known.actual_cost_usd,
  }
  for (const total of TOTALS) {
    const [one, other] = [known[total], live[total]]
    newer[total] = one === null ? other : Math.max(one, other ?? 0)
  }
  return newer
}

function isNewer({ last_active: live }: SessionRecord, { last_active: known }: SessionRecord): boolean {
  return live !== null && (known === null || live > known)
}
