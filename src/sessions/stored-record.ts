import { rowPart } from '../engine/row-part.ts'
import {
  type ModelUsage,
  NO_USAGE,
  NUMBER_COLUMNS,
  type SessionFacts,
  TEXT_COLUMNS,
  USAGE_NUMBERS,
  USAGE_TEXTS,
} from '../engine/session-columns.ts'
import type { SessionRecord, SkillUse, ToolUse } from '../engine/session-record.ts'
import {
  FACTS_BY_PLACE,
  named,
  SKILL_BY_PLACE,
  TOOL_BY_PLACE,
  USAGE_BY_PLACE,
  USES_BY_PLACE,
} from './positions.ts'
import { keptFacts, NO_RECORD } from './session-record.ts'

/** A stored record: two JSON objects, because the first one can change while the messages stay the same. */
export type StoredRecord = { facts: string; uses: string }

export function encodeRecord(record: SessionRecord): StoredRecord {
  const { preview, user_messages, assistant_messages, tool_messages, tools, skills } = record
  const uses = { preview, user_messages, assistant_messages, tool_messages, tools, skills }
  return { facts: encodeFacts(record), uses: rowPart(uses, ['tools', 'skills']) }
}

/** Returns facts as JSON: equal facts give equal texts. */
export function encodeFacts(facts: SessionFacts): string {
  return rowPart(keptFacts(facts), ['usage'])
}

/**
 * Returns a stored record, by name or, from older versions, by position; null if the texts are neither. Values of the
 * wrong type become null.
 */
export function decodeRecord({ facts, uses }: StoredRecord): SessionRecord | null {
  const [values, used] = [named(parsed(facts), FACTS_BY_PLACE), named(parsed(uses), USES_BY_PLACE)]
  if (typeof values?.id !== 'string' || used?.preview === undefined) return null
  const record = { ...NO_RECORD }
  record.id = values.id
  for (const name of TEXT_COLUMNS) record[name] = textOrNull(values[name])
  for (const name of NUMBER_COLUMNS) record[name] = numberOrNull(values[name])
  record.marks = textOrNull(values.marks)
  record.session_key = textOrNull(values.session_key)
  record.usage = rowsOf(values.usage, USAGE_BY_PLACE).map(usageFrom)
  record.preview = textOrNull(used.preview) ?? ''
  record.user_messages = count(used.user_messages)
  record.assistant_messages = count(used.assistant_messages)
  record.tool_messages = count(used.tool_messages)
  record.tools = rowsOf(used.tools, TOOL_BY_PLACE).flatMap(toolFrom)
  record.skills = rowsOf(used.skills, SKILL_BY_PLACE).flatMap(skillFrom)
  return record
}

type Stored = Readonly<Record<string, unknown>>

function usageFrom(stored: Stored): ModelUsage {
  const usage = { ...NO_USAGE }
  for (const name of USAGE_TEXTS) usage[name] = textOrNull(stored[name]) ?? ''
  for (const name of USAGE_NUMBERS) usage[name] = numberOrNull(stored[name]) ?? 0
  return usage
}

function toolFrom({ tool, rows, calls }: Stored): ToolUse[] {
  return typeof tool === 'string' ? [{ tool, rows: count(rows), calls: count(calls) }] : []
}

function skillFrom({ skill, view_count, manage_count, last_used_at }: Stored): SkillUse[] {
  if (typeof skill !== 'string') return []
  const counts = { view_count: count(view_count), manage_count: count(manage_count) }
  return [{ skill, ...counts, last_used_at: numberOrNull(last_used_at) }]
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function rowsOf(value: unknown, places: readonly string[]): Stored[] {
  if (!Array.isArray(value)) return []
  return value.map((row) => named(row, places)).filter((row) => row !== null)
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}
