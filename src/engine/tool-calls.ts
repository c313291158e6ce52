import { dumpsJson } from './json-dump.ts'
import { parseJson } from './json-parse.ts'
import type { Json } from './types.ts'

/** What a message's `tool_calls` column says. */
export interface ToolCalls {
  /** Names of the tools called, in order, repeats included. */
  names: string[]
  /** The calls serialised again, as Python would; null when there are none. */
  text: string | null
}

const NO_CALLS: ToolCalls = { names: [], text: null }

/**
 * Reads a `tool_calls` column: JSON text or null. Text that is no JSON, values that cannot be iterated (numbers,
 * booleans) and empty ones are no calls. Elements that are not objects name no tool, and neither do the keys of
 * an object or the letters of a string, which are what Python would iterate there.
 */
export function readToolCalls(column: string | null): ToolCalls {
  if (column === null || column === '') return NO_CALLS
  const calls = parsedOrNull(column)
  if (Array.isArray(calls)) {
    if (calls.length === 0) return NO_CALLS
    return { names: calls.flatMap(calledName), text: dumpsJson(calls) }
  }
  const iterable = typeof calls === 'string' ? calls !== '' : calls instanceof Map && calls.size > 0
  return iterable ? { names: [], text: dumpsJson(calls) } : NO_CALLS
}

/** The call's `name`, else its `function.name`, when not empty. */
function calledName(call: Json): string[] {
  if (!(call instanceof Map)) return []
  const called = call.get('function')
  const name = text(call.get('name')) || (called instanceof Map ? text(called.get('name')) : '')
  return name === '' ? [] : [name]
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function parsedOrNull(column: string): Json {
  try {
    return parseJson(column)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
