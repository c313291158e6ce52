/**
 * What Python's `str.isspace` (and `\s` of its `re`) accepts besides space, tab and line ends: the four information
 * separators, and non-ASCII spaces. JavaScript's `\s` and `trim` omit the separators and U+0085, and include U+FEFF.
 */
export const ODD_SPACES = '\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000'

const SPACE = new RegExp(`[ \\t\\n\\v\\f\\r${ODD_SPACES}]`)

/** Trims white space from both ends, as Python's `str.strip` does. */
export function stripped(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && SPACE.test(text.charAt(start))) start++
  while (end > start && SPACE.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
