/**
 * The fonts that PNGs are drawn with: Source Serif 4 and Source Sans 3 (SIL Open Font License, beside the files in
 * fonts/), and what to do where they have no letter.
 */

export const PICTURE_FONTS = { sans: 'Source Sans 3', serif: 'Source Serif 4' }

/** What all of the files can draw: Latin, Greek, Cyrillic, and what goes between letters. */
const DRAWN =
  /[ -~\u00a0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1ea0-\u1ef9\u2009\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac]/

/** A text in letters that the fonts have: without its accents where need be, else a dot for each letter. */
export function spelled(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => {
    if (DRAWN.test(letter)) return letter
    const base = [...letter.normalize('NFKD')].filter((part) => DRAWN.test(part)).join('')
    if (base !== '') return base
    return /[\p{M}\p{C}]/u.test(letter) ? '' : /\s/u.test(letter) ? ' ' : '•'
  }).join('')
}
