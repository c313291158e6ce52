import type { JsonValue } from '../contract/session-templates.ts'
import { parseJson } from '../engine/json-parse.ts'
import { LongInteger } from '../engine/long-integer.ts'
import type { Json } from '../engine/types.ts'

/** A tool call as a message of the assistant names it. */
export interface ToolCall {
  /** In the words of the provider; null without one. */
  id: string | null
  name: string
  arguments: JsonValue
}

/** The calls of a `tool_calls` column, in order. Those without a name are skipped; what is no list has none. */
export function toolCallsIn(column: string | null): ToolCall[] {
  const calls = column === null ? undefined : decoded(column)
  return Array.isArray(calls) ? calls.flatMap(toolCall) : []
}

function toolCall(call: Json): ToolCall[] {
  if (!(call instanceof Map)) return []
  const inner = call.get('function')
  const called = inner instanceof Map ? inner : call
  const name = text(call.get('name')) || text(called.get('name'))
  if (name === '') return []
  return [{ id: text(call.get('id')) || null, name, arguments: argumentsOf(called.get('arguments')) }]
}

/** Arguments are JSON text; some providers give the value itself. */
function argumentsOf(given: Json | undefined): JsonValue {
  const value = typeof given === 'string' ? decoded(given) : given
  return value === undefined ? {} : plain(value)
}

/** Undefined for what is no JSON. */
function decoded(json: string): Json | undefined {
  try {
    return parseJson(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * As JavaScript has it. An integer whose digits a number does not keep, as of many ids, becomes their text: it would
 * be another one otherwise. What is not finite is null.
 */
function plain(value: Json): JsonValue {
  if (value instanceof LongInteger) return value.digits
  if (typeof value === 'bigint') {
    const [number, digits] = [Number(value), String(value)]
    return String(number) === digits ? number : digits
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, item]) => [key, plain(item)]))
  return value
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
