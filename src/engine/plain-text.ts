import { ODD_SPACES } from './white-space.ts'

/**
 * What the text signals see instead of a text: the same text in plain ASCII, so that plain patterns (`\b`, `\w`,
 * `\s`, `.` and small letters) mean on it what the signals need of the whole of Unicode:
 *
 * - letters are small; `ſ`, `İ`, `ı` and the Kelvin sign are the letters that they match without case;
 * - other letters and numbers (L*, N*) are `A`: a word character that no pattern names;
 * - white space that is not ASCII, and that which `.` or `\s` would take otherwise than we do, is a vertical tab;
 * - anything else is DEL: neither word nor space.
 *
 * A run of the last two may come out shorter, since no pattern counts characters. Only LF ends a line. The plain form of texts joined
 * by LF is their plain forms joined by LF.
 */
export function plainText(text: string): string {
  if (!BEYOND_PLAIN.test(text)) return text.toLowerCase()
  const folded = text.replace(CASELESS_ONLY, (letter) => (letter === 'ſ' ? 's' : 'i'))
  return classed(folded.toLowerCase())
}

/**
 * The same of the text in small letters, without matching caselessly: `ſ` and `ı` are small letters of their own,
 * and the small `İ` is an `i` with a combining dot. The Kelvin sign still becomes a `k`.
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
// A run is taken in pieces: one pattern for a run of any length would run out of stack on a long one.
const OTHER_WORD = /(?:(?![ -~])[\p{L}\p{N}]){1,64}/gu
const OTHER = /[\x7f-\uffff]+/g

function classed(lowered: string): string {
  return lowered.replace(TO_VERTICAL_TAB, '\v').replace(OTHER_WORD, 'A').replace(OTHER, '\x7f')
}
