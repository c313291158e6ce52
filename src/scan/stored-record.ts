import type { ModelUsage, SessionFacts, SessionRecord, SessionUses } from '../engine/session-record.ts'

/** A record as it is stored: two JSON arrays without names, since there may be very many. */
export interface StoredRecord {
  facts: string
  uses: string
}

export function encodeRecord(record: SessionRecord): StoredRecord {
  return { facts: encodeFacts(record), uses: encodeUses(record) }
}

/** Equal facts have equal texts. What is stored counts on the places: new facts go to the end. */
export function encodeFacts(facts: SessionFacts): string {
  return JSON.stringify([
    facts.id,
    facts.source,
    facts.started_at,
    facts.ended_at,
    facts.last_active,
    facts.end_reason,
    facts.parent_session_id,
    facts.model,
    facts.title,
    facts.message_count,
    facts.tool_call_count,
    facts.input_tokens,
    facts.output_tokens,
    facts.cache_read_tokens,
    facts.cache_write_tokens,
    facts.estimated_cost_usd,
    facts.actual_cost_usd,
    facts.marks,
    facts.session_key,
    facts.reasoning_tokens,
    facts.api_call_count,
    facts.usage.map(encodeUsage),
  ])
}

function encodeUsage(usage: ModelUsage): (string | number)[] {
  return [
    usage.model,
    usage.provider,
    usage.task,
    usage.input_tokens,
    usage.output_tokens,
    usage.cache_read_tokens,
    usage.cache_write_tokens,
    usage.reasoning_tokens,
    usage.api_call_count,
    usage.estimated_cost_usd,
    usage.actual_cost_usd,
  ]
}

function encodeUses(uses: SessionUses): string {
  return JSON.stringify([
    uses.preview,
    uses.user_messages,
    uses.assistant_messages,
    uses.tool_messages,
    uses.tools.map(({ tool, rows, calls }) => [tool, rows, calls]),
    uses.skills.map((use) => [use.skill, use.view_count, use.manage_count, use.last_used_at]),
  ])
}

/** The record that was stored so; null when these are other texts. What is not of its kind is as good as absent. */
export function decodeRecord({ facts, uses }: StoredRecord): SessionRecord | null {
  const [values, used] = [arrayIn(facts), arrayIn(uses)]
  if (values === null || used === null || typeof values[0] !== 'string') return null
  return {
    id: values[0],
    source: textOrNull(values[1]),
    started_at: numberOrNull(values[2]),
    ended_at: numberOrNull(values[3]),
    last_active: numberOrNull(values[4]),
    end_reason: textOrNull(values[5]),
    parent_session_id: textOrNull(values[6]),
    model: textOrNull(values[7]),
    title: textOrNull(values[8]),
    message_count: numberOrNull(values[9]),
    tool_call_count: numberOrNull(values[10]),
    input_tokens: numberOrNull(values[11]),
    output_tokens: numberOrNull(values[12]),
    cache_read_tokens: numberOrNull(values[13]),
    cache_write_tokens: numberOrNull(values[14]),
    estimated_cost_usd: numberOrNull(values[15]),
    actual_cost_usd: numberOrNull(values[16]),
    marks: textOrNull(values[17]),
    session_key: textOrNull(values[18]),
    reasoning_tokens: numberOrNull(values[19]),
    api_call_count: numberOrNull(values[20]),
    usage: rowsOf(values[21]).map(usageFrom),
    ...usesFrom(used),
  }
}

function usageFrom([model, provider, task, ...amounts]: readonly unknown[]): ModelUsage {
  return {
    model: textOrNull(model) ?? '',
    provider: textOrNull(provider) ?? '',
    task: textOrNull(task) ?? '',
    input_tokens: numberOrNull(amounts[0]) ?? 0,
    output_tokens: numberOrNull(amounts[1]) ?? 0,
    cache_read_tokens: numberOrNull(amounts[2]) ?? 0,
    cache_write_tokens: numberOrNull(amounts[3]) ?? 0,
    reasoning_tokens: numberOrNull(amounts[4]) ?? 0,
    api_call_count: numberOrNull(amounts[5]) ?? 0,
    estimated_cost_usd: numberOrNull(amounts[6]) ?? 0,
    actual_cost_usd: numberOrNull(amounts[7]) ?? 0,
  }
}

function usesFrom([preview, user, assistant, tool, tools, skills]: readonly unknown[]): SessionUses {
  return {
    preview: textOrNull(preview) ?? '',
    user_messages: count(user),
    assistant_messages: count(assistant),
    tool_messages: count(tool),
    tools: rowsOf(tools).flatMap(([name, rows, calls]) =>
      typeof name === 'string' ? [{ tool: name, rows: count(rows), calls: count(calls) }] : [],
    ),
    skills: rowsOf(skills).flatMap(([skill, views, manages, last]) =>
      typeof skill === 'string'
        ? [
            {
              skill,
              view_count: count(views),
              manage_count: count(manages),
              last_used_at: numberOrNull(last),
            },
          ]
        : [],
    ),
  }
}

function arrayIn(json: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function rowsOf(value: unknown): unknown[][] {
  return Array.isArray(value) ? value.filter((row) => Array.isArray(row)) : []
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
