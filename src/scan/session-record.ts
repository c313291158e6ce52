import type { SessionFacts } from '../engine/session-record.ts'
import type { SessionRow } from '../snapshot/snapshot.ts'

/** Characters kept of a text that should be short: none that an agent writes is longer. */
const TEXT_LENGTH = 1000

/** What a session's row says of it, as it is kept. */
export function factsOf(row: SessionRow): SessionFacts {
  return {
    id: row.id,
    source: short(row.source),
    model: short(row.model),
    title: short(row.title),
    started_at: row.startedAt,
    ended_at: row.endedAt,
    last_active: row.lastActive,
    end_reason: short(row.endReason),
    parent_session_id: short(row.parentSessionId),
    message_count: row.messageCount,
    tool_call_count: row.toolCallCount,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cache_read_tokens: row.cacheReadTokens,
    cache_write_tokens: row.cacheWriteTokens,
    estimated_cost_usd: row.estimatedCostUsd,
    actual_cost_usd: row.actualCostUsd,
  }
}

function short(text: string | null): string | null {
  return text !== null && text.length > TEXT_LENGTH ? text.slice(0, TEXT_LENGTH) : text
}
