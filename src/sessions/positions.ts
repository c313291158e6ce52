import { keysOf } from '../engine/records.ts'
import { SESSION_COLUMNS, type SessionFacts } from '../engine/session-columns.ts'

/**
 * Older versions stored records as JSON arrays without names. They remain readable but are no longer written, so these
 * lists do not grow.
 */

export const FACTS_BY_PLACE = [
  'id',
  'source',
  'started_at',
  'ended_at',
  'last_active',
  'end_reason',
  'parent_session_id',
  'model',
  'title',
  'message_count',
  'tool_call_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'estimated_cost_usd',
  'actual_cost_usd',
  'marks',
  'session_key',
  'reasoning_tokens',
  'api_call_count',
  'usage',
] as const

export const USAGE_BY_PLACE = [
  'model',
  'provider',
  'task',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'api_call_count',
  'estimated_cost_usd',
  'actual_cost_usd',
] as const

export const USES_BY_PLACE = [
  'preview',
  'user_messages',
  'assistant_messages',
  'tool_messages',
  'tools',
  'skills',
] as const
export const TOOL_BY_PLACE = ['tool', 'rows', 'calls'] as const
export const SKILL_BY_PLACE = ['skill', 'view_count', 'manage_count', 'last_used_at'] as const

/** Returns a stored object by name, from either form; null for anything else. */
export function named(value: unknown, places: readonly string[]): Named | null {
  if (Array.isArray(value)) return Object.fromEntries(places.map((name, at) => [name, value[at] ?? null]))
  return isNamed(value) ? value : null
}

type Named = Readonly<Record<string, unknown>>

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null
}

const LATER = keysOf(SESSION_COLUMNS).filter((name) => !FACTS_BY_PLACE.some((placed) => placed === name))

/**
 * Returns a text that differs if any of the facts does. Fingerprints of reported sessions are made from it, so it keeps
 * the form of older versions: no session is sent again because of its form. Later columns count if present.
 */
export function factsText(facts: SessionFacts): string {
  const usage = facts.usage.map((row) => USAGE_BY_PLACE.map((name) => row[name]))
  const values = FACTS_BY_PLACE.map((name) => (name === 'usage' ? usage : facts[name]))
  const later = LATER.flatMap((name) => (facts[name] === null ? [] : [[name, facts[name]]]))
  return JSON.stringify([...values, ...later])
}
