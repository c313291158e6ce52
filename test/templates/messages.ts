import type { ChatMessage } from '../../src/contract/session-templates.ts'
import { Extraction, type ExtractionOptions, type OpeningMessage } from '../../src/templates/extraction.ts'

export const OPTIONS: ExtractionOptions = {
  maxExamples: 10,
  maxBytes: 1_000_000,
  maxAnswer: 10_000,
  redact: false,
}

export function user(content: string): OpeningMessage {
  return { role: 'user', content, toolName: null, toolCalls: null, toolCallId: null }
}

/** Returns a message of the assistant that calls these tools, each `name` or `[name, arguments, id]`. */
export function calling(...calls: (string | readonly [string, unknown, string?])[]): OpeningMessage {
  const named = calls.map((call) => {
    const [name, given = '{}', id] = typeof call === 'string' ? [call] : call
    return { id, type: 'function', function: { name, arguments: given } }
  })
  return {
    role: 'assistant',
    content: null,
    toolName: null,
    toolCalls: JSON.stringify(named),
    toolCallId: null,
  }
}

export function answer(content: OpeningMessage['content'], toolCallId: string | null = null): OpeningMessage {
  return { role: 'tool', content, toolName: null, toolCalls: null, toolCallId }
}

export function extracted(messages: readonly OpeningMessage[], options: Partial<ExtractionOptions> = {}) {
  return extraction(messages, options).examples
}

export function extraction(messages: readonly OpeningMessage[], options: Partial<ExtractionOptions> = {}) {
  const reading = new Extraction({ ...OPTIONS, ...options })
  for (const message of messages) reading.message(message)
  return reading.finish()
}

/** Returns a chat message as a history stores it. */
export function stored({ role, content, tool_calls, tool_call_id }: ChatMessage): OpeningMessage {
  return {
    role,
    content: typeof content === 'string' ? content : null,
    toolName: null,
    toolCalls: tool_calls === undefined ? null : JSON.stringify(tool_calls),
    toolCallId: typeof tool_call_id === 'string' ? tool_call_id : null,
  }
}
