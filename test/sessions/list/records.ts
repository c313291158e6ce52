import type { ModelUsage, SessionRecord } from '../../../src/engine/session-record.ts'
import type { ListedRecord } from '../../../src/sessions/list/session-row.ts'

const NOTHING: Omit<SessionRecord, 'id'> = {
  source: null,
  model: null,
  title: null,
  started_at: null,
  ended_at: null,
  last_active: null,
  end_reason: null,
  parent_session_id: null,
  message_count: null,
  tool_call_count: null,
  input_tokens: null,
  output_tokens: null,
  cache_read_tokens: null,
  cache_write_tokens: null,
  estimated_cost_usd: null,
  actual_cost_usd: null,
  marks: null,
  session_key: null,
  reasoning_tokens: null,
  api_call_count: null,
  usage: [],
  preview: '',
  user_messages: 0,
  assistant_messages: 0,
  tool_messages: 0,
  tools: [],
  skills: [],
}

/** A record of which nothing is known but this. */
export function record(id: string, known: Partial<SessionRecord> = {}): SessionRecord {
  return { ...NOTHING, id, ...known }
}

/** The same, as one of a list. */
export function listed(id: string, known: Partial<ListedRecord> = {}): ListedRecord {
  return { ...NOTHING, id, ...known }
}

/** What a session spent on a model: nothing but this. */
export function spending(model: string, known: Partial<ModelUsage> = {}): ModelUsage {
  return {
    model,
    provider: '',
    task: '',
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    api_call_count: 0,
    estimated_cost_usd: 0,
    actual_cost_usd: 0,
    ...known,
  }
}
