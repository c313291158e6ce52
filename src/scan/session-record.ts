import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ModelUsage, SessionFacts, SessionRecord, SessionUses } from '../engine/session-record.ts'
import { UseTally } from '../engine/use-tally.ts'
import type { SessionRow, Snapshot } from '../snapshot/snapshot.ts'

/** Characters kept of a text that should be short: none that an agent writes is longer. */
const TEXT_LENGTH = 1000

/** No clock has a time farther from 1970 (ECMA-262 section 21.4.1.1). Unit: seconds. */
const TIME_MAX = 8.64e12
/** More than any session costs. Unit: US dollars. */
const COST_MAX = 1e9
/** Hexadecimal digits kept of the SHA-256 of a chat's name: enough to tell any two apart. */
const KEY_DIGITS = 16

/** What a session's row says of it, as it is kept: numbers that none can have are as good as absent. */
export function factsOf(row: SessionRow): SessionFacts {
  return {
    id: row.id.slice(0, TEXT_LENGTH),
    source: short(row.source),
    model: short(row.model),
    title: short(row.title),
    started_at: within(row.startedAt, -TIME_MAX, TIME_MAX),
    ended_at: within(row.endedAt, -TIME_MAX, TIME_MAX),
    last_active: within(row.lastActive, -TIME_MAX, TIME_MAX),
    end_reason: short(row.endReason),
    parent_session_id: short(row.parentSessionId),
    message_count: within(row.messageCount, 0, Number.MAX_SAFE_INTEGER),
    tool_call_count: within(row.toolCallCount, 0, Number.MAX_SAFE_INTEGER),
    input_tokens: within(row.inputTokens, 0, Number.MAX_SAFE_INTEGER),
    output_tokens: within(row.outputTokens, 0, Number.MAX_SAFE_INTEGER),
    cache_read_tokens: within(row.cacheReadTokens, 0, Number.MAX_SAFE_INTEGER),
    cache_write_tokens: within(row.cacheWriteTokens, 0, Number.MAX_SAFE_INTEGER),
    estimated_cost_usd: within(row.estimatedCostUsd, -COST_MAX, COST_MAX),
    actual_cost_usd: within(row.actualCostUsd, -COST_MAX, COST_MAX),
    marks: row.marks,
    session_key: row.sessionKey === null ? null : keyDigest(row.sessionKey),
    reasoning_tokens: within(row.reasoningTokens, 0, Number.MAX_SAFE_INTEGER),
    api_call_count: within(row.apiCallCount, 0, Number.MAX_SAFE_INTEGER),
    usage: row.usage.map(usageFact),
  }
}

/** The record of a session. Written out: to spread so many into one would take longer than all the rest of it. */
export function recordOf(row: SessionRow, uses: SessionUses): SessionRecord {
  const facts = factsOf(row)
  return {
    id: facts.id,
    source: facts.source,
    model: facts.model,
    title: facts.title,
    started_at: facts.started_at,
    ended_at: facts.ended_at,
    last_active: facts.last_active,
    end_reason: facts.end_reason,
    parent_session_id: facts.parent_session_id,
    message_count: facts.message_count,
    tool_call_count: facts.tool_call_count,
    input_tokens: facts.input_tokens,
    output_tokens: facts.output_tokens,
    cache_read_tokens: facts.cache_read_tokens,
    cache_write_tokens: facts.cache_write_tokens,
    estimated_cost_usd: facts.estimated_cost_usd,
    actual_cost_usd: facts.actual_cost_usd,
    marks: facts.marks,
    session_key: facts.session_key,
    reasoning_tokens: facts.reasoning_tokens,
    api_call_count: facts.api_call_count,
    usage: facts.usage,
    preview: uses.preview,
    user_messages: uses.user_messages,
    assistant_messages: uses.assistant_messages,
    tool_messages: uses.tool_messages,
    tools: uses.tools,
    skills: uses.skills,
  }
}

/** What the messages of a session use, without what they count for achievements. */
export async function readUses(
  snapshot: Pick<Snapshot, 'readMessages'>,
  sessionId: string,
): Promise<SessionUses> {
  const tally = new UseTally()
  await snapshot.readMessages(sessionId, (message) => tally.message(message), { every: true })
  return tally.finish()
}

function usageFact(row: ModelUsage): ModelUsage {
  const amount = (value: number) => within(value, 0, Number.MAX_SAFE_INTEGER) ?? 0
  const cost = (value: number) => within(value, -COST_MAX, COST_MAX) ?? 0
  return {
    model: row.model.slice(0, TEXT_LENGTH),
    provider: row.provider.slice(0, TEXT_LENGTH),
    task: row.task.slice(0, TEXT_LENGTH),
    input_tokens: amount(row.input_tokens),
    output_tokens: amount(row.output_tokens),
    cache_read_tokens: amount(row.cache_read_tokens),
    cache_write_tokens: amount(row.cache_write_tokens),
    reasoning_tokens: amount(row.reasoning_tokens),
    api_call_count: amount(row.api_call_count),
    estimated_cost_usd: cost(row.estimated_cost_usd),
    actual_cost_usd: cost(row.actual_cost_usd),
  }
}

function within(value: number | null, least: number, most: number): number | null {
  return value !== null && value >= least && value <= most ? value : null
}

/** A chat's name, which tells who wrote where, is not kept: only whether two sessions are of the same. */
function keyDigest(sessionKey: string): string {
  return bytesToHex(sha256(utf8ToBytes(sessionKey))).slice(0, KEY_DIGITS)
}

function short(text: string | null): string | null {
  return text !== null && text.length > TEXT_LENGTH ? text.slice(0, TEXT_LENGTH) : text
}
