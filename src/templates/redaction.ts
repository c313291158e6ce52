import type { JsonValue, TemplateExample } from '../contract/session-templates.ts'
import { isSecret, isSecretName, SECRET_PATTERNS } from './secret-patterns.ts'

/** Replaces a secret. */
export const REDACTED = '[redacted]'

export interface Redacted {
  examples: TemplateExample[]
  /** Number of secrets that were removed. */
  redacted: number
}

/** Returns the examples with apparent secrets replaced (see `SECRET_PATTERNS`). */
export function redactExamples(examples: readonly TemplateExample[]): Redacted {
  let redacted = 0
  const count = (found: number) => {
    redacted += found
  }
  const clean = examples.map(({ tool_name, arguments: given, result }) => ({
    tool_name,
    arguments: redactValue(given, count),
    result: redactText(result, count),
  }))
  return { examples: clean, redacted }
}

/**
 * Returns a text with apparent secrets replaced.
 * @param count receives the number of replacements
 */
export function redactText(text: string, count: (found: number) => void): string {
  return SECRET_PATTERNS.reduce((clean, { pattern }) => redactMatches(clean, pattern, count), text)
}

function redactMatches(text: string, pattern: RegExp, count: (found: number) => void): string {
  let clean = ''
  let taken = 0
  for (const { 0: match, index, groups: { keep = '', secret = '' } = {} } of text.matchAll(pattern)) {
    const end = index + match.length
    if (secret.includes(REDACTED) || !isSecret(secret, keep, text.charAt(end))) continue
    clean += text.slice(taken, index) + keep + REDACTED
    taken = end
    count(1)
  }
  return clean + text.slice(taken)
}

function redactValue(value: JsonValue, count: (found: number) => void, named = false): JsonValue {
  if (typeof value === 'string') {
    if (!named || value === '' || value.includes(REDACTED) || !isSecret(value, '"', ''))
      return redactText(value, count)
    count(1)
    return REDACTED
  }
  if (typeof value === 'number' && named) {
    count(1)
    return REDACTED
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, count, named))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactValue(item, count, isSecretName(key))]),
  )
}
