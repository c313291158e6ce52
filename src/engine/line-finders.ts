import { type NameBefore, type OnOneLine, regexOf } from './pattern.ts'

/**
 * Finders for the two shapes on which a backtracking regular expression (`a.*b.*c`, `\b[a-z0-9_-]+config\.js`) would
 * take quadratic time on a hostile line. They examine each character a bounded number of times and find the same
 * matches.
 */

/** The range of a match, in code units: [start, end). */
export interface Match {
  start: number
  end: number
}

/** Returns the leftmost match that starts at `from` or later, or null. Cheap as long as `from` grows. */
export type Finder = (from: number) => Match | null

/**
 * Matches a first part, then the others in order, the last as far right as its line allows. If the first part's first
 * occurrence on a line cannot be completed, no later one can: less of the line follows it.
 *
 * Requires parts that overlap neither themselves nor each other, as the words and literals in signals.ts do.
 */
export function lineFinder(pattern: OnOneLine): (text: string) => Finder {
  const regexes = pattern.parts.map(regexOf)
  return (text) => {
    const [first, ...others] = regexes.map((regex) => occurrences(regex, text))
    const last = others.pop()
    if (first === undefined || last === undefined)
      throw new Error('a pattern on one line has two parts or more')
    return (from) => {
      for (let start = first(from); start !== null; ) {
        const lineFeed = text.indexOf('\n', start.end)
        const lineEnd = lineFeed === -1 ? text.length : lineFeed
        const end = endOnLine(others, last, start.end, lineEnd)
        if (end !== null) return { start: start.start, end }
        start = first(lineEnd)
      }
      return null
    }
  }
}

function endOnLine(between: Finder[], last: Finder, from: number, lineEnd: number): number | null {
  let at = from
  for (const part of between) {
    const match = part(at)
    if (match === null || match.start >= lineEnd) return null
    at = match.end
  }
  let end: number | null = null
  for (let match = last(at); match !== null && match.start < lineEnd; match = last(match.end)) end = match.end
  return end
}

/**
 * Matches a name and an ending. The name's characters exclude the dot and every ending contains one, so only the end of
 * a run of name characters can precede an ending: it looks for the ending first, then for the name before it.
 */
export function nameFinder(pattern: NameBefore): (text: string) => Finder {
  const regex = regexOf(pattern.endings)
  return (text) => {
    const endings = occurrences(regex, text)
    return (from) => {
      for (let ending = endings(from); ending !== null; ending = endings(ending.start + 1)) {
        const start = nameStart(text, from, ending.start)
        if (start !== null) return { start, end: ending.end }
      }
      return null
    }
  }
}

/** Returns the leftmost word boundary at `from` or later from which name characters lead up to `end`. */
function nameStart(text: string, from: number, end: number): number | null {
  let start = end
  while (start > from && isNameCharacter(text.charCodeAt(start - 1))) start--
  for (; start < end; start++) {
    const wordBefore = start > 0 && isWordCharacter(text.charCodeAt(start - 1))
    if (wordBefore !== isWordCharacter(text.charCodeAt(start))) return start
  }
  return null
}

const HYPHEN = 0x2d
const LETTER_BEYOND_ASCII = 0x41

function isNameCharacter(code: number): boolean {
  return code === HYPHEN || (isWordCharacter(code) && code !== LETTER_BEYOND_ASCII)
}

/** In plain text: lower-case letters, digits, `_`, and the `A` that stands for any other. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === LETTER_BEYOND_ASCII
  )
}

/** Finds the matches of a regular expression. The last one is kept, so that asking again costs nothing. */
function occurrences(regex: RegExp, text: string): Finder {
  let askedFrom = -1
  let found: Match | null = null
  return (from) => {
    const known = askedFrom >= 0 && askedFrom <= from && (found === null || from <= found.start)
    if (!known) {
      regex.lastIndex = from
      const match = regex.exec(text)
      found = match === null ? null : { start: match.index, end: regex.lastIndex }
      askedFrom = from
    }
    return found
  }
}
