import { BOLD_WIDTHS, type GlyphWidths, MONO_WIDTHS, REGULAR_WIDTHS, SERIF_WIDTHS } from './glyph-widths.ts'

/** The width of text, known without its font: pictures must fit on every reader's system. */

export type Face = 'regular' | 'bold' | 'serif' | 'mono' | 'mono-bold'

const WIDTHS: Readonly<Record<Face, GlyphWidths>> = {
  regular: REGULAR_WIDTHS,
  bold: BOLD_WIDTHS,
  serif: SERIF_WIDTHS,
  mono: MONO_WIDTHS,
  'mono-bold': MONO_WIDTHS,
}
/** For characters outside the table: an ideograph fills its square, an emoji more. */
const SQUARE = 1000
const PICTURE = 1400

/** Returns the width of a text, in units of `size`. */
export function textWidth(text: string, face: Face, size: number): number {
  let thousandths = 0
  for (const character of text) thousandths += glyphWidth(character, WIDTHS[face])
  return (thousandths * size) / 1000
}

function glyphWidth(character: string, { latin, others }: GlyphWidths): number {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x20 && code <= 0x7e) return latin[code - 0x20] ?? SQUARE
  if (code >= 0xa0 && code <= 0x17f) return latin[code - 0xa0 + 95] ?? SQUARE
  if (/\p{M}/u.test(character)) return 0
  return others[character] ?? (/\p{Extended_Pictographic}/u.test(character) ? PICTURE : SQUARE)
}

/** Returns the text, or as much of it as fits, with an ellipsis. */
export function fitted(text: string, face: Face, size: number, maxWidth: number): string {
  if (textWidth(text, face, size) <= maxWidth) return text
  const characters = [...text]
  while (characters.length > 1) {
    characters.pop()
    const shorter = `${characters.join('').trimEnd()}…`
    if (textWidth(shorter, face, size) <= maxWidth) return shorter
  }
  return '…'
}

/** Returns the text in at most `maxLines` lines, broken at spaces; a longer text ends in an ellipsis. */
export function lines(text: string, face: Face, size: number, maxWidth: number, maxLines: number): string[] {
  const done: string[] = []
  let rest = text.trim()
  while (rest !== '' && done.length < maxLines - 1) {
    const words = rest.split(/\s+/)
    let count = words.length
    while (count > 1 && textWidth(words.slice(0, count).join(' '), face, size) > maxWidth) count -= 1
    done.push(fitted(words.slice(0, count).join(' '), face, size, maxWidth))
    rest = words.slice(count).join(' ')
  }
  return rest === '' ? done : [...done, fitted(rest, face, size, maxWidth)]
}

/** Returns the largest whole size from `min` to `max` at which the text fits. */
export function sizeThatFits(text: string, face: Face, maxWidth: number, min: number, max: number): number {
  const fitting = Math.floor(maxWidth / Math.max(textWidth(text, face, 1), 0.001))
  return Math.max(min, Math.min(max, fitting))
}
