import { TITLE_MAX_CHARACTERS } from '../../contract/live.ts'
import { LaurelError } from '../../errors.ts'

/** White space that becomes a space: tab, line ends, and Unicode's others. */
const CONTROL = /(?!\s)[\p{Cc}\p{Cs}]/gu

/** Zero-width and direction characters, soft hyphens, annotations and tags, which would make titles look alike. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFC\u{E0000}-\u{E007F}]/gu

const NUMBERED = /^(.*\S) #([2-9]|[1-9]\d{1,8})$/su

/**
 * Returns a title for display: without invisible characters, with single spaces; null if nothing is left.
 * @throws LaurelError `title_too_long`
 */
export function cleanTitle(title: string): string | null {
  const { clean, wasCut } = shortTitle(title)
  if (wasCut) {
    throw new LaurelError('title_too_long', `A title has at most ${TITLE_MAX_CHARACTERS} characters.`, {
      hint: 'Send a shorter one.',
    })
  }
  return clean
}

/** The same, cut to the characters that a title may have. */
export function shortTitle(title: string): { clean: string | null; wasCut: boolean } {
  // JavaScript treats the byte order mark as white space.
  const clean = title.replace(INVISIBLE, '').replace(CONTROL, '').replace(/\s+/gu, ' ').trim()
  const cut = cutTo(clean, TITLE_MAX_CHARACTERS)
  return { clean: cut === '' ? null : cut, wasCut: cut !== clean }
}

/** Looks up the titles of other sessions. */
export interface OtherTitles {
  has(title: string): boolean
  /** Returns the titles that start with `prefix`. */
  beginning(prefix: string): Iterable<string>
}

/**
 * Returns the title or, if it is taken, the title with the next number: `Title #2`, `Title #3`, … It is shortened if
 * the number would make it too long.
 */
export function uniqueTitle(title: string, others: OtherTitles): string {
  if (!others.has(title)) return title
  const base = NUMBERED.exec(title)?.[1] ?? title
  for (let number = 2; ; ) {
    const cut = cutTo(base, TITLE_MAX_CHARACTERS - ` #${number}`.length)
    const free = Math.max(number, greatestNumber(cut, others) + 1)
    if (`${free}`.length === `${number}`.length) return `${cut} #${free}`
    number = free
  }
}

function greatestNumber(base: string, others: OtherTitles): number {
  let greatest = 1
  for (const title of others.beginning(`${base} #`)) {
    const [, of, number] = NUMBERED.exec(title) ?? []
    if (of === base) greatest = Math.max(greatest, Number(number))
  }
  return greatest
}

function lengthOf(text: string): number {
  return [...text].length
}

function cutTo(text: string, characters: number): string {
  return lengthOf(text) <= characters ? text : [...text].slice(0, characters).join('').trimEnd()
}
