/** Untrusted text on a terminal: what may be shown, and how wide it is. */

/** Characters that move the cursor, colour text or change its direction: a title must not do that. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu
const SPACES = /\s+/g

/** Two columns wide: emoji, and East Asian letters (UAX #11, wide and fullwidth). */
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u
const NO_WIDTH = /^\p{M}+$/u

let segmenter: Intl.Segmenter | undefined

/** Cuts a text where readers see its characters end. Made when it is first needed: that takes 10 ms. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** Returns a text on one line, without characters that a terminal does not show. */
export function shown(text: string): string {
  return text.replace(SPACES, ' ').replace(UNSHOWABLE, '').trim()
}

/** Returns the number of columns that a shown text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemesOf(text)) width += columnsOf(segment)
  return width
}

/** Cuts a text to a number of columns, with an ellipsis, or pads it with spaces. */
export function fitted(text: string, columns: number): string {
  let kept = ''
  let width = 0
  const all = widthOf(text)
  const maxWidth = all <= columns ? columns : columns - 1
  for (const { segment } of graphemesOf(text)) {
    const wide = columnsOf(segment)
    if (width + wide > maxWidth) break
    kept += segment
    width += wide
  }
  const cut = all <= columns ? '' : '…'
  return kept + cut + ' '.repeat(Math.max(0, columns - width - cut.length))
}

/** Joins parts with a separator, on as many lines as needed. `width`: of a line, in UTF-16 code units. */
export function wrapped(parts: readonly string[], width: number, separator = ' · '): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const longer = lines.length === 0 ? null : `${lines.at(-1)}${separator}${part}`
    if (longer !== null && longer.length <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}

function columnsOf(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}
