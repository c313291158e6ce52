import type { Keyword, Line, Meaning } from './keywords.ts'
import type { Linear } from './linear.ts'

/**
 * Checks what the byte matcher assumes of the declared signals when they are compiled: a signal that it could not count
 * exactly is refused, not miscounted.
 * @throws Error if a signal cannot be counted
 */
export function checkCountable(keywords: readonly Keyword[], lines: readonly Line[]): void {
  for (const keyword of keywords) checkKeyword(keyword)
  const counted = keywords.filter(({ means }) => means.role === 'count')
  for (const { text, rest, means } of counted) {
    // Its match is counted where its first string ends, before anything that ends between there and its own end.
    if (!rest.some((atom) => typeof atom === 'string')) continue
    const rivals = counted.filter((other) => signalOf(other.means) === signalOf(means))
    if (rivals.some((other) => holdsInside(other.text, text)))
      throw new Error('one pattern of a signal holds another’s beginning')
  }
  for (const { text, means } of keywords) {
    if (means.role !== 'line' || means.part !== 0) continue
    const signal = lines[means.line]?.count ?? null
    if (signal === null) continue
    const rivals = counted.filter((other) => signalOf(other.means) === signal)
    if (rivals.some((other) => other.text.includes(text) || text.includes(other.text)))
      throw new Error('a pattern of a signal holds the beginning of one on a line, or is held by it')
  }
}

/** Returns the largest number of non-overlapping matches of its signal that a keyword can contain. */
export function matchesHeld(keywords: readonly Keyword[]): number {
  const counted = keywords.filter(({ means }) => signalOf(means) !== null)
  return Math.max(
    ...counted.map(({ text, means }) => {
      const rivals = counted.filter((other) => signalOf(other.means) === signalOf(means))
      return heldIn(
        text,
        rivals.map((other) => other.text),
      )
    }),
  )
}

/**
 * Returns the keywords whose matches overlap no match of their signal, so that their positions do not matter: of
 * signals that consist of plain strings, those that no other can begin within, and that begin within no other.
 */
export function keywordsApart(keywords: readonly Keyword[], lines: readonly Line[]): Set<Keyword> {
  const others = new Set(lines.map(({ count }) => count))
  const bySignal = new Map<number, Keyword[]>()
  for (const keyword of keywords) {
    const signal = signalOf(keyword.means)
    if (signal === null) continue
    if (keyword.means.role !== 'count' || keyword.rest.some((atom) => !isEdge(atom))) others.add(signal)
    bySignal.set(signal, [...(bySignal.get(signal) ?? []), keyword])
  }
  const plain = [...bySignal].filter(([signal]) => !others.has(signal))
  return new Set(plain.flatMap(([, of]) => of.filter((keyword) => !of.some((other) => meet(keyword, other)))))
}

/** Whether matches of the two can overlap. */
function meet(a: Keyword, b: Keyword): boolean {
  return (a !== b && a.text === b.text) || overlap(a.text, b.text) || overlap(b.text, a.text)
}

/** Whether `b` can begin within `a`, except at its start. */
function overlap(a: string, b: string): boolean {
  for (let at = 1; at < a.length; at++) {
    if (a.startsWith(b, at) || b.startsWith(a.slice(at))) return true
  }
  return a !== b && a.startsWith(b)
}

/** Repeatedly taking the one that ends first yields the most. */
function heldIn(outer: string, rivals: readonly string[]): number {
  let held = 0
  for (let from = 0; ; held++) {
    const ends = rivals
      .map((rival) => [outer.indexOf(rival, from), rival.length] as const)
      .filter(([at]) => at >= 0)
      .map(([at, length]) => at + length)
    if (ends.length === 0) return held
    from = Math.min(...ends)
  }
}

function checkKeyword({ text, edge, rest, means }: Keyword): void {
  if (text === '') throw new Error('a pattern begins with a string that is not empty')
  if (edge && !isLetterOrDigit(text.at(0))) throw new Error('only a word may begin at the edge of a word')
  if (rest[0] !== undefined && isEdge(rest[0]) && !isLetterOrDigit(text.at(-1)))
    throw new Error('only a word may end at the edge of a word')
  if (means.role === 'line' && rest.some((atom) => typeof atom === 'object' && atom.part === 'spaces'))
    throw new Error('spaces may lead beyond the line')
  if (followsSpacesWithSpace(rest)) throw new Error('a space may not follow spaces')
}

function followsSpacesWithSpace(rest: Linear): boolean {
  return rest.some((atom, index) => {
    const before = rest[index - 1]
    const spaces = typeof before === 'object' && before.part === 'spaces'
    return spaces && (typeof atom === 'string' ? /^\s/.test(atom) : atom.part === 'spaces')
  })
}

const isEdge = (atom: Linear[number]) => typeof atom === 'object' && atom.part === 'edge'

const isLetterOrDigit = (letter = '') => /[a-z0-9_]/.test(letter)

function signalOf(means: Meaning): number | null {
  return means.role === 'count' || means.role === 'name' ? means.signal : null
}

/** Whether `outer` contains `inner` anywhere but at its end. */
function holdsInside(outer: string, inner: string): boolean {
  const at = outer.indexOf(inner)
  return at >= 0 && at + inner.length < outer.length
}
