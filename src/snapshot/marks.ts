import { parseJson } from '../engine/json-parse.ts'
import type { Mark } from '../engine/marks.ts'

/** Keys of `model_config` that say where a session came from. */
const ORIGINS: readonly (readonly [string, Mark])[] = [
  ['_branched_from', 'branched'],
  ['_delegate_from', 'delegated'],
  ['_reset_from', 'reset'],
]

/** Returns the marks of a session for its record: see `SessionFacts`. `config`: its `model_config`. */
export function marksFrom(
  { archived, hidden }: { archived: boolean; hidden: boolean },
  config: string | null,
): string {
  const marks: Mark[] = []
  if (archived) marks.push('archived')
  if (hidden) marks.push('hidden')
  if (config !== null) marks.push(...originsIn(config))
  return marks.join(' ')
}

/** Returns the origins whose keys in a JSON object are not null; none for other text. */
function originsIn(config: string): Mark[] {
  // Most configurations contain neither key, not even escaped.
  if (!config.includes('_from') && !config.includes('\\')) return []
  const value = objectIn(config)
  return ORIGINS.filter(([key]) => (value?.get(key) ?? null) !== null).map(([, mark]) => mark)
}

function objectIn(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const value = parseJson(text)
    return value instanceof Map ? value : null
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}
