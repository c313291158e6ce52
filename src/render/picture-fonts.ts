/**
 * The fonts of PNGs: Source Serif 4 and Source Sans 3 (SIL Open Font License, next to the files in fonts/), and how
 * to replace characters that they lack.
 */

export const PICTURE_FONTS = { sans: 'Source Sans 3', serif: 'Source Serif 4' }

/** What every file has: Latin, Greek, Cyrillic and punctuation. */
const DRAWN =
  /[ -~\u00a0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1ea0-\u1ef9\u2009\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac]/

/** Returns a text in characters that the fonts have: without accents if need be, else a dot for each character. */
export function spelled(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => {
    if (DRAWN.test(letter)) return letter
    const base = [...letter.normalize('NFKD')].filter((part) => DRAWN.test(part)).join('')
    if (base !== '') return base
    return /[\p{M}\p{C}]/u.test(letter) ? '' : /\s/u.test(letter) ? ' ' : '•'
  }).join('')
}

/** Whether the fonts have all of a text, accents aside. */
export function isDrawn(text: string): boolean {
  return !spelled(text).includes('•')
}
