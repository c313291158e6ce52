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
 * Returns the names of the tools called in a `tool_calls` column, in order, with repeats. Adds the file paths in the
 * calls to `paths`, taken from the calls as Python would serialise them again, with non-ASCII characters escaped. Adds
 * each `function.name` to `functions`.
 *
 * Invalid JSON, values that cannot be iterated (numbers, booleans) and empty ones are no calls. Elements that are not
 * objects name no tool, nor do the keys of an object or the letters of a string, which Python would iterate.
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

/** Returns each `function.name` of a `tool_calls` column, in order: see `readToolCalls`. */
export function calledFunctions(column: string | Utf8Text | null): string[] {
  if (column === null) return []
  if (column instanceof Utf8Text) {
    if (scan.run(column)) return scan.functions
  }
  return functionNames(parsedOrNull(column.toString()))
}

/** The same, by parsing the column and serialising the calls. */
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

/** Returns the call's `name`, else its `function.name`, unless empty. */
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
