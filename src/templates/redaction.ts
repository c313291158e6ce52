import type { TemplateExample } from '../contract/session-templates.ts'
import { argumentsText, withTokens } from './json-text.ts'
import { isSecret, isSecretName, SECRET_PATTERNS } from './secret-patterns.ts'
import { argumentsIn } from './tool-calls.ts'

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
  const clean = examples.map((example) => ({
    tool_name: example.tool_name,
    ...argumentsIn(redactJson(argumentsText(example), count)),
    result: redactText(example.result, count),
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

/** Returns a JSON text with apparent secrets replaced in its strings, keys and numbers, and all else as it is. */
function redactJson(json: string, count: (found: number) => void): string {
  return withTokens(json, ({ kind, text, key }) => {
    if (kind !== 'key' && kind !== 'value') return text
    const named = kind === 'value' && key !== null && isSecretName(key)
    if (!text.startsWith('"')) {
      if (!named || /^[tfn]/.test(text)) return text
      count(1)
      return JSON.stringify(REDACTED)
    }
    const value: string = JSON.parse(text)
    const clean = named ? redactNamed(value, count) : redactText(value, count)
    return clean === value ? text : JSON.stringify(clean)
  })
}

/** As `redactText`, of a value with the name of a secret. */
function redactNamed(value: string, count: (found: number) => void): string {
  if (value === '' || value.includes(REDACTED) || !isSecret(value, '"', '')) return redactText(value, count)
  count(1)
  return REDACTED
}
