import { ODD_SPACES } from './white-space.ts'

/**
 * The plain form of a text, which the signals are matched on: ASCII, so that plain patterns (`\b`, `\w`, `\s`, `.` and
 * lower-case letters) have the meaning that the signals need for all of Unicode:
 *
 * - letters are lower-case; `ſ`, `İ`, `ı` and the Kelvin sign are the letters that they match case-insensitively;
 * - other letters and numbers (L*, N*) are `A`: a word character that no pattern names;
 * - white space that is not ASCII, or that `.` or `\s` would treat differently, is a vertical tab;
 * - anything else is DEL: neither word nor space.
 *
 * A run of the last two may come out shorter, since no pattern counts characters. Only LF ends a line. The plain form
 * of texts joined by LF is their plain forms joined by LF.
 */
export function plainText(text: string): string {
  if (!BEYOND_PLAIN.test(text)) return text.toLowerCase()
  const folded = text.replace(CASELESS_ONLY, (letter) => (letter === 'ſ' ? 's' : 'i'))
  return classed(folded.toLowerCase())
}

/**
 * The plain form of the lower-cased text, matched case-sensitively: `ſ` and `ı` are lower-case letters of their own,
 * and `İ` becomes an `i` with a combining dot. The Kelvin sign still becomes a `k`.
 */
export function plainLowerCase(text: string): string {
  return BEYOND_PLAIN.test(text) ? classed(text.toLowerCase()) : text.toLowerCase()
}

/** Whether the two forms of a text differ. */
export function lowerCaseDiffers(text: string): boolean {
  return text.search(CASELESS_ONLY) !== -1
}

const CASELESS_ONLY = /[İıſ]/g
const BEYOND_PLAIN = /[^\t\n\v\f -~]/
const TO_VERTICAL_TAB = new RegExp(`[\\r${ODD_SPACES}]`, 'g')
// Runs are matched in pieces: an unbounded quantifier would overflow the stack on a long one.
const OTHER_WORD = /(?:(?![ -~])[\p{L}\p{N}]){1,64}/gu
const OTHER = /[\x7f-\uffff]+/g

function classed(lowered: string): string {
  return lowered.replace(TO_VERTICAL_TAB, '\v').replace(OTHER_WORD, 'A').replace(OTHER, '\x7f')
}
