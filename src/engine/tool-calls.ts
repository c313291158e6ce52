import { CallScan } from './call-scan.ts'
import { collectFilePaths } from './file-paths.ts'
import { dumpsJson } from './json-dump.ts'
import { parseJson } from './json-parse.ts'
import { PathCollector } from './matcher/path-collector.ts'
import type { PathSet } from './path-set.ts'
import type { Json } from './types.ts'
import { Utf8Text } from './utf8-text.ts'

const scan = new CallScan()

/**
 * Reads a `tool_calls` column: the names of the tools called, in order, repeats included. The file paths in the
 * calls, serialised again as Python would, are added to `paths`: what is beyond ASCII is an escape then. What the
 * calls have as `function.name`, whatever they are called, is added to `functions`.
 *
 * Text that is no JSON, values that cannot be iterated (numbers, booleans) and empty ones are no calls. Elements
 * that are not objects name no tool, and neither do the keys of an object or the letters of a string, which are
 * what Python would iterate there.
 */
export function readToolCalls(
  column: string | Utf8Text | null,
  paths: PathSet,
  functions: string[] = [],
): string[] {
  if (column === null) return []
  if (column instanceof Utf8Text) {
    if (scan.run(column)) {
      new PathCollector(paths, false).text(column)
      for (const name of scan.functions) functions.push(name)
      return scan.names
    }
  }
  return parsedCalls(column.toString(), paths, functions)
}

/** What the calls of a `tool_calls` column have as `function.name`, in order: see `readToolCalls`. */
export function calledFunctions(column: string | Utf8Text | null): string[] {
  if (column === null) return []
  if (column instanceof Utf8Text) {
    if (scan.run(column)) return scan.functions
  }
  return functionNames(parsedOrNull(column.toString()))
}

/** The same, by parsing and writing what was parsed. */
function parsedCalls(column: string, paths: PathSet, functions: string[]): string[] {
  const calls = parsedOrNull(column)
  const called =
    Array.isArray(calls) || typeof calls === 'string'
      ? calls.length > 0
      : calls instanceof Map && calls.size > 0
  if (!called) return []
  collectFilePaths(dumpsJson(calls), paths)
  if (!Array.isArray(calls)) return []
  for (const name of functionNames(calls)) functions.push(name)
  return calls.flatMap(calledName)
}

/** The call's `name`, else its `function.name`, when not empty. */
function calledName(call: Json): string[] {
  if (!(call instanceof Map)) return []
  const name = text(call.get('name')) || functionName(call)
  return name === '' ? [] : [name]
}

function functionNames(calls: Json): string[] {
  return Array.isArray(calls) ? calls.map(functionName).filter((name) => name !== '') : []
}

function functionName(call: Json): string {
  const called = call instanceof Map ? call.get('function') : null
  return called instanceof Map ? text(called.get('name')) : ''
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
