/**
 * The notation of signals.ts. A pattern is data: a literal string, or one of the shapes below. It is written in lower
 * case and matches regardless of case, on the form of a text that plain-text.ts makes.
 */
export type Pattern = string | Sequence | OnOneLine | NameBefore

/** Parts that follow each other without a gap. */
export interface Sequence {
  shape: 'sequence'
  parts: readonly Part[]
}

/** Patterns in this order on one line, with anything between them, as far right as the line allows. */
export interface OnOneLine {
  shape: 'on one line'
  parts: readonly (readonly (string | Sequence)[])[]
}

/** At least one of letters, digits, `_` and `-`, starting at a word boundary, followed by one of the endings. */
export interface NameBefore {
  shape: 'name before'
  endings: readonly string[]
}

export type Part = string | Spaces | Edge | OneOf | Optional

/** White space including line ends: the only part that can match LF, and so reach from one message into the next. */
export interface Spaces {
  part: 'spaces'
  atLeast: 0 | 1
}

/** A word boundary. */
export interface Edge {
  part: 'edge'
}

/** The first of these that matches. */
export interface OneOf {
  part: 'one of'
  of: readonly (string | Sequence)[]
}

/** One of these strings or nothing. */
export interface Optional {
  part: 'optional'
  of: readonly string[]
}

export const EDGE: Edge = { part: 'edge' }
export const SOME_SPACES: Spaces = { part: 'spaces', atLeast: 1 }
export const ANY_SPACES: Spaces = { part: 'spaces', atLeast: 0 }

export const sequence = (...parts: Part[]): Sequence => ({ shape: 'sequence', parts })
export const oneOf = (...of: (string | Sequence)[]): OneOf => ({ part: 'one of', of })
export const optional = (...of: string[]): Optional => ({ part: 'optional', of })

/** Any of these as a whole word. */
export const word = (...of: (string | Sequence)[]): Sequence => sequence(EDGE, oneOf(...of), EDGE)
/** At the start of a word. */
export const wordStart = (text: string): Sequence => sequence(EDGE, text)
/** At the end of a word. */
export const wordEnd = (text: string): Sequence => sequence(text, EDGE)

export const onOneLine = (...parts: (string | Sequence)[][]): OnOneLine => ({ shape: 'on one line', parts })
export const nameBefore = (...endings: string[]): NameBefore => ({ shape: 'name before', endings })

/** Returns the regular expression, for plain text, of literals and sequences, in this order. */
export function regexOf(patterns: readonly (string | Sequence)[]): RegExp {
  return new RegExp(alternatives(patterns), 'g')
}

/**
 * Returns the strings after which some pattern continues with spaces. If a text ends with none of them, ignoring
 * spaces, no match can reach past its end.
 */
export function headsOfSpaces(patterns: readonly Pattern[]): string[] {
  return [...new Set(patterns.flatMap((pattern) => (typeof pattern === 'string' ? [] : headsIn(pattern))))]
}

function headsIn(pattern: Sequence | OnOneLine | NameBefore): string[] {
  if (pattern.shape === 'name before') return []
  if (pattern.shape === 'on one line') return headsOfSpaces(pattern.parts.flat())
  return pattern.parts.flatMap((part, index) => {
    if (typeof part === 'string') return []
    if (part.part === 'spaces') return endingsBefore(pattern.parts, index)
    return part.part === 'one of' ? headsOfSpaces(part.of) : []
  })
}

function endingsBefore(parts: readonly Part[], index: number): string[] {
  const part = parts[index - 1]
  if (part === undefined) throw new Error('a pattern must not begin with spaces')
  if (typeof part === 'string') return [part]
  switch (part.part) {
    case 'optional':
      return [...part.of, ...endingsBefore(parts, index - 1)]
    case 'one of':
      return part.of.map((item) => {
        if (typeof item !== 'string') throw new Error('only strings may stand before spaces')
        return item
      })
    default:
      return endingsBefore(parts, index - 1)
  }
}

function alternatives(patterns: readonly (string | Sequence)[]): string {
  return `(?:${patterns.map((item) => (typeof item === 'string' ? literal(item) : item.parts.map(partSource).join(''))).join('|')})`
}

function partSource(part: Part): string {
  if (typeof part === 'string') return literal(part)
  switch (part.part) {
    case 'spaces':
      return part.atLeast === 0 ? '\\s*' : '\\s+'
    case 'edge':
      return '\\b'
    case 'one of':
      return alternatives(part.of)
    case 'optional':
      return `${alternatives(part.of)}?`
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
