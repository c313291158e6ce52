import { type SessionTemplate, SessionTemplateSchema } from '../contract/session-templates.ts'
import { dumpsJson } from '../engine/json-dump.ts'
import type { Json } from '../engine/types.ts'
import { jsonTokens } from './json-text.ts'
import { argumentsIn, decoded, plain } from './tool-calls.ts'

/**
 * Reads a template file: one of Laurel's, or one in the form that templates began with, which names its type
 * `task_type`, says of each example whether it was a `success`, and has the session as `source_session_id` or not at
 * all. Examples without success are left out.
 * @param name the template's name, which is its file's
 * @returns null if the text is not a template
 */
export function templateIn(text: string, name: string): SessionTemplate | null {
  const file = decoded(text)
  if (!(file instanceof Map)) return null
  const examples = file.get('examples')
  const field = (...names: string[]) => plain(names.map((key) => file.get(key)).find(isGiven) ?? null)
  const read = SessionTemplateSchema.safeParse({
    name,
    type: field('type', 'task_type'),
    created_at: secondsOf(field('created_at')),
    usage_count: field('usage_count') ?? 0,
    session_id: field('session_id', 'source_session_id'),
    redacted: field('redacted') ?? 0,
    examples: Array.isArray(examples) ? examples.filter(succeeded).map(exampleOf) : null,
  })
  return read.success ? read.data : null
}

/** Returns the text of a template file with another count of uses, and all else as it is. */
export function withUsageCount(text: string, count: number): string {
  let found = false
  for (const token of jsonTokens(text)) {
    if (token.depth !== 1) continue
    if (token.kind === 'key') found = JSON.parse(token.text) === 'usage_count'
    else if (token.kind === 'value' && found)
      return text.slice(0, token.at) + count + text.slice(token.at + token.text.length)
  }
  return text.replace('{', `{"usage_count": ${count}, `)
}

function isGiven(value: Json | undefined): value is Json {
  return value !== undefined && value !== null
}

/** Times are Unix seconds, or as ISO 8601 has them. Unknown ones are as early as can be. */
function secondsOf(value: unknown): unknown {
  if (typeof value === 'string') return Date.parse(value) / 1000
  return value ?? 0
}

function succeeded(example: Json): boolean {
  return !(example instanceof Map) || example.get('success') !== false
}

function exampleOf(example: Json): unknown {
  if (!(example instanceof Map)) return null
  const [name, given, json, result] = ['tool_name', 'arguments', 'arguments_json', 'result'].map((key) =>
    example.get(key),
  )
  const value = given === undefined ? new Map() : given
  const written = { arguments: plain(value), arguments_json: dumpsJson(value) }
  const raw = argumentsIn(json)
  const isSame = JSON.stringify(written.arguments) === JSON.stringify(raw.arguments)
  return {
    tool_name: name,
    // Whoever edits a file by hand edits the decoded ones.
    ...(typeof json === 'string' && isSame ? raw : written),
    result: typeof result === 'string' ? result : isGiven(result) ? dumpsJson(result) : '',
  }
}
