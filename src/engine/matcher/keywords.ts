import { FILE_ROOTS, FIRST_ENDINGS } from '../file-paths.ts'
import type { OnOneLine, Pattern } from '../pattern.ts'
import { keysOf } from '../records.ts'
import { COUNTS, ERROR, FLAGS, SKILL } from '../signals.ts'
import { type Linear, linear } from './linear.ts'

/**
 * All strings that the automaton searches for, derived from signals.ts: for each way in which a pattern can match, the
 * string that it begins with.
 */

/** What a found keyword means, once its surroundings match. */
export type Meaning =
  | { role: 'count' | 'name'; signal: number; order: number }
  | { role: 'flag'; signal: number }
  | { role: 'line'; line: number; part: number }
  | { role: 'error' | 'odd' | 'root' | 'path' }

export interface Keyword {
  text: string
  /** Whether it must begin at a word boundary. */
  edge: boolean
  /** What must follow it. */
  rest: Linear
  means: Meaning
}

/** A pattern on one line, and the signal or flag that it belongs to. */
export interface Line {
  parts: number
  flag: number | null
  count: number | null
}

export const COUNT_SIGNALS = keysOf(COUNTS)
export const FLAG_SIGNALS = keysOf(FLAGS)
/** Counted after the signals: words beginning with `skill`. */
export const SKILL_SIGNAL = COUNT_SIGNALS.length

/** Non-ASCII letters that match ASCII ones case-insensitively. Texts with any are matched otherwise. */
const ODD_LETTERS = ['İ', 'ı', 'ſ', '\u212a']

export function declaredKeywords(): { keywords: Keyword[]; lines: Line[] } {
  const lines: Line[] = []
  const counted = [...COUNT_SIGNALS.map((signal): readonly Pattern[] => COUNTS[signal]), [SKILL]]
  const keywords = [
    ...counted.flatMap((patterns, signal) =>
      inOrder(
        patterns.flatMap((pattern) =>
          ofPattern(pattern, { role: 'count', signal, order: 0 }, { flag: null, count: signal }, lines),
        ),
      ),
    ),
    ...FLAG_SIGNALS.flatMap((name, signal) =>
      FLAGS[name].flatMap((pattern: Pattern) =>
        ofPattern(pattern, { role: 'flag', signal }, { flag: signal, count: null }, lines),
      ),
    ),
    ...ofPattern(ERROR, { role: 'error' }, { flag: null, count: null }, lines),
    ...ODD_LETTERS.map((letter) => keyword([letter], { role: 'odd' })),
    ...[...FILE_ROOTS, '~'].map((root) => keyword([root], { role: 'root' })),
    ...FIRST_ENDINGS.map((ending) => keyword([`.${ending}`], { role: 'path' })),
  ]
  return { keywords, lines }
}

function ofPattern(pattern: Pattern, means: Meaning, of: Omit<Line, 'parts'>, lines: Line[]): Keyword[] {
  if (typeof pattern === 'string' || pattern.shape === 'sequence') {
    return linear(pattern).map((way) => keyword(way, means))
  }
  if (pattern.shape === 'name before') {
    if (means.role !== 'count') throw new Error('a name before an ending can only be counted')
    return pattern.endings.map((ending) => keyword([ending], { ...means, role: 'name' }))
  }
  lines.push({ parts: pattern.parts.length, ...of })
  return ofLine(pattern, lines.length - 1)
}

function ofLine({ parts }: OnOneLine, line: number): Keyword[] {
  return parts.flatMap((patterns, part) =>
    patterns.flatMap(linear).map((way) => keyword(way, { role: 'line', line, part })),
  )
}

/** Of matches that begin together, the one declared first wins. */
function inOrder(keywords: Keyword[]): Keyword[] {
  return keywords.map((each, order) =>
    'order' in each.means ? { ...each, means: { ...each.means, order } } : each,
  )
}

function keyword(way: Linear, means: Meaning): Keyword {
  const edge = typeof way[0] !== 'string'
  const [head, ...rest] = edge ? way.slice(1) : way
  if (typeof head !== 'string') throw new Error('a pattern begins with a string, or an edge and a string')
  return { text: head, edge, rest, means }
}
