/**
 * Beside space, tab and the line ends, what `str.isspace` of Python (and `\s` of its `re`) takes for white space:
 * the four information separators, and spaces beyond ASCII. JavaScript's own `\s` and `trim` lack the separators
 * and U+0085, and take U+FEFF.
 */
export const ODD_SPACES = '\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000'

const SPACE = new RegExp(`[ \\t\\n\\v\\f\\r${ODD_SPACES}]`)

/** A text without the white space at its ends, as Python's `str.strip`. */
export function stripped(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && SPACE.test(text.charAt(start))) start++
  while (end > start && SPACE.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
