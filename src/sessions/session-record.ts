import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import {
  type Bounds,
  COLUMN_BOUNDS,
  COLUMN_TEXT_LENGTH_MAX,
  type ModelUsage,
  NO_FACTS,
  NO_USAGE,
  type SessionFacts,
  USAGE_COLUMNS,
  USAGE_NUMBERS,
  USAGE_TEXTS,
} from '../engine/session-columns.ts'
import type { SessionRecord } from '../engine/session-record.ts'

/** Hexadecimal digits kept of the SHA-256 of a chat's name: enough to distinguish any two. */
const KEY_DIGITS = 16

const { time, amount, cost } = COLUMN_BOUNDS
const SPENDING = USAGE_NUMBERS.map((name) => ({ name, bounds: COLUMN_BOUNDS[USAGE_COLUMNS[name].kind] }))

/** An empty record, to be copied and filled: far cheaper than building one key by key. */
export const NO_RECORD: Readonly<SessionRecord> = {
  ...NO_FACTS,
  preview: '',
  user_messages: 0,
  assistant_messages: 0,
  tool_messages: 0,
  tools: [],
  skills: [],
}

/** Returns the facts of a session's row. Impossible numbers count as absent. */
export function factsOf(row: SessionFacts): SessionFacts {
  return keptFacts(row, row.session_key === null ? null : keyDigest(row.session_key))
}

/**
 * Returns only the known facts, within the bounds of their columns: those of a record are unchanged. Written out
 * because it runs for every session of a history: a loop over the table takes about five times as long. The type and a
 * test keep it in step with the table.
 */
export function keptFacts(row: SessionFacts, session_key = row.session_key): SessionFacts {
  return {
    id: row.id.slice(0, COLUMN_TEXT_LENGTH_MAX),
    source: short(row.source),
    model: short(row.model),
    title: short(row.title),
    started_at: within(row.started_at, time),
    ended_at: within(row.ended_at, time),
    last_active: within(row.last_active, time),
    end_reason: short(row.end_reason),
    parent_session_id: short(row.parent_session_id),
    message_count: within(row.message_count, amount),
    tool_call_count: within(row.tool_call_count, amount),
    input_tokens: within(row.input_tokens, amount),
    output_tokens: within(row.output_tokens, amount),
    cache_read_tokens: within(row.cache_read_tokens, amount),
    cache_write_tokens: within(row.cache_write_tokens, amount),
    estimated_cost_usd: within(row.estimated_cost_usd, cost),
    actual_cost_usd: within(row.actual_cost_usd, cost),
    reasoning_tokens: within(row.reasoning_tokens, amount),
    api_call_count: within(row.api_call_count, amount),
    marks: row.marks,
    session_key,
    usage: row.usage.map(keptUsage),
  }
}

function keptUsage(row: ModelUsage): ModelUsage {
  const usage = { ...NO_USAGE }
  for (const name of USAGE_TEXTS) usage[name] = row[name].slice(0, COLUMN_TEXT_LENGTH_MAX)
  for (const { name, bounds } of SPENDING) usage[name] = within(row[name], bounds) ?? 0
  return usage
}

function within(value: number | null, { min, max }: Bounds): number | null {
  return value !== null && value >= min && value <= max ? value : null
}

/** A chat's name, which identifies people and places, is not kept: only whether two sessions share it. */
function keyDigest(sessionKey: string): string {
  return bytesToHex(sha256(utf8ToBytes(sessionKey))).slice(0, KEY_DIGITS)
}

function short(text: string | null): string | null {
  return text !== null && text.length > COLUMN_TEXT_LENGTH_MAX ? text.slice(0, COLUMN_TEXT_LENGTH_MAX) : text
}
