import { LongInteger } from './long-integer.ts'
import type { Json } from './types.ts'

/** What Python's encoder escapes with `ensure_ascii`: quote, backslash and everything outside space to tilde. */
const ESCAPED = /[^ !#-[\]-~]/g

const SHORT_ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\b', '\\b'],
])

/**
 * Writes a value as Python's `json.dumps` does by default: separators `, ` and `: `, every character outside printable
 * ASCII as `\uXXXX` (surrogate pairs as two), floats as in `repr`, `NaN` and `Infinity` as words.
 */
export function dumpsJson(value: Json): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return dumpsString(value)
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'number':
      return dumpsFloat(value)
  }
  if (value instanceof LongInteger) return value.digits
  if (Array.isArray(value)) return `[${value.map(dumpsJson).join(', ')}]`
  const entries = Array.from(value, ([key, item]) => `${dumpsString(key)}: ${dumpsJson(item)}`)
  return `{${entries.join(', ')}}`
}

function dumpsString(text: string): string {
  return `"${text.replace(ESCAPED, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * Python's `float.__repr__`: the shortest digits that round-trip, as in JavaScript, but with an exponent from 1e16 up
 * and below 1e-4, and always with a point or an exponent.
 */
function dumpsFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const digits = String(Math.abs(exponent)).padStart(2, '0')
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`
  }
  if (Number.isInteger(value)) return `${value}.0`
  // JavaScript uses exponents below 1e-6 itself, so only these few decimals need handling.
  return String(value)
}
