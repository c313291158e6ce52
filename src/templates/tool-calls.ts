import type { JsonValue } from '../contract/session-templates.ts'
import { dumpsJson } from '../engine/json-dump.ts'
import { parseJson } from '../engine/json-parse.ts'
import { LongInteger } from '../engine/long-integer.ts'
import type { Json } from '../engine/types.ts'

/** A tool call in an assistant message. */
export interface ToolCall {
  /** The provider's call id; null without one. */
  id: string | null
  name: string
  /** Decoded. */
  arguments: JsonValue
  /** Their JSON text, as it was. */
  arguments_json: string
}

/**
 * Returns the calls of a `tool_calls` column, in order. Calls without a name are skipped; anything but a list has none.
 */
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
  return [{ id: text(call.get('id')) || null, name, ...argumentsIn(called.get('arguments')) }]
}

/** Returns the arguments of a call. They are JSON text; some providers send the value itself. */
export function argumentsIn(given: Json | undefined): Pick<ToolCall, 'arguments' | 'arguments_json'> {
  const value = typeof given === 'string' ? decoded(given) : given
  if (value === undefined) return { arguments: {}, arguments_json: '{}' }
  return { arguments: plain(value), arguments_json: typeof given === 'string' ? given : dumpsJson(value) }
}

/** Returns the parsed value, or undefined if the text is not JSON. */
export function decoded(json: string): Json | undefined {
  try {
    return parseJson(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Returns a value as JavaScript represents it. An integer beyond a number's precision, as many ids are, becomes text,
 * so that it does not change. Non-finite numbers become null.
 */
export function plain(value: Json): JsonValue {
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
