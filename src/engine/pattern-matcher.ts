import { type Finder, lineFinder, type Match, nameFinder } from './line-finders.ts'
import { type Pattern, regexOf, type Sequence } from './pattern.ts'

/** Compiled patterns, for plain text (see plain-text.ts). */
export interface PatternMatcher {
  /** Returns the number of non-overlapping matches, leftmost first. */
  count(text: string): number
  /** Whether there is any. */
  occurs(text: string): boolean
}

/** Compiles patterns. Of several that match at a place, the first wins. */
export function patternMatcher(patterns: readonly Pattern[]): PatternMatcher {
  return patterns.every(isPlain) ? regexMatcher(regexOf(patterns)) : mixedMatcher(patterns)
}

function isPlain(pattern: Pattern): pattern is string | Sequence {
  return typeof pattern === 'string' || pattern.shape === 'sequence'
}

function regexMatcher(regex: RegExp): PatternMatcher {
  const count = (text: string, max: number) => {
    regex.lastIndex = 0
    let matches = 0
    while (matches < max && regex.test(text)) matches++
    return matches
  }
  return {
    count: (text) => count(text, Number.POSITIVE_INFINITY),
    occurs: (text) => count(text, 1) > 0,
  }
}

/** Takes the leftmost of several finders' next matches; on a tie, the earlier finder's. */
function mixedMatcher(patterns: readonly Pattern[]): PatternMatcher {
  const finders = finderMakers(patterns)
  const count = (text: string, max: number) => {
    const open = finders.map((finderIn) => {
      const finder = finderIn(text)
      return { finder, match: finder(0) }
    })
    let matches = 0
    while (matches < max) {
      let first: Match | null = null
      for (const { match } of open) {
        if (match !== null && (first === null || match.start < first.start)) first = match
      }
      if (first === null) break
      matches++
      for (const each of open) {
        if (each.match !== null && each.match.start < first.end) each.match = each.finder(first.end)
      }
    }
    return matches
  }
  return {
    count: (text) => count(text, Number.POSITIVE_INFINITY),
    occurs: (text) => count(text, 1) > 0,
  }
}

/** Returns one finder for each run of plain patterns and one for each other pattern, in order. */
function finderMakers(patterns: readonly Pattern[]): ((text: string) => Finder)[] {
  const makers: ((text: string) => Finder)[] = []
  let plain: (string | Sequence)[] = []
  const closePlain = () => {
    if (plain.length === 0) return
    const regex = regexOf(plain)
    makers.push((text) => regexFinder(regex, text))
    plain = []
  }
  for (const pattern of patterns) {
    if (isPlain(pattern)) {
      plain.push(pattern)
      continue
    }
    closePlain()
    makers.push(pattern.shape === 'on one line' ? lineFinder(pattern) : nameFinder(pattern))
  }
  closePlain()
  return makers
}

function regexFinder(regex: RegExp, text: string): Finder {
  return (from) => {
    regex.lastIndex = from
    const match = regex.exec(text)
    return match === null ? null : { start: match.index, end: regex.lastIndex }
  }
}
