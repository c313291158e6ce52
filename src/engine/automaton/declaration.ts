import type { Linear } from './linear.ts'
import type { Line, Meaning, Needle } from './needles.ts'

/**
 * What the byte matcher takes for granted of the declared signals, found out when they are compiled: a signal
 * that it could not count to the digit is refused then, not miscounted.
 */
export function checkCountable(needles: readonly Needle[], lines: readonly Line[]): void {
  for (const needle of needles) checkNeedle(needle)
  const counted = needles.filter(({ means }) => means.role === 'count')
  for (const { bytes, rest, means } of counted) {
    // Its match is taken at the end of the string that it begins with, before what ends between there and its own.
    if (!rest.some((atom) => typeof atom === 'string')) continue
    const rivals = counted.filter((other) => signalOf(other.means) === signalOf(means))
    if (rivals.some((other) => holdsInside(other.bytes, bytes)))
      throw new Error('one pattern of a signal holds another’s beginning')
  }
  for (const { bytes, means } of needles) {
    if (means.role !== 'line' || means.part !== 0) continue
    const signal = lines[means.line]?.count ?? null
    if (signal === null) continue
    const rivals = counted.filter((other) => signalOf(other.means) === signal)
    if (rivals.some((other) => indexOf(other.bytes, bytes, 0) >= 0 || indexOf(bytes, other.bytes, 0) >= 0))
      throw new Error('a pattern of a signal holds the beginning of one on a line, or is held by it')
  }
}

/** How many matches of its signal that do not overlap a needle holds at most. */
export function matchesHeld(needles: readonly Needle[]): number {
  const counted = needles.filter(({ means }) => signalOf(means) !== null)
  return Math.max(
    ...counted.map(({ bytes, means }) => {
      const rivals = counted.filter((other) => signalOf(other.means) === signalOf(means))
      return heldIn(
        bytes,
        rivals.map((other) => other.bytes),
      )
    }),
  )
}

/** Taking the one that ends first again and again makes the most of them. */
function heldIn(outer: Uint8Array, rivals: readonly Uint8Array[]): number {
  let held = 0
  for (let from = 0; ; held++) {
    const ends = rivals
      .map((rival) => [indexOf(outer, rival, from), rival.length] as const)
      .filter(([at]) => at >= 0)
      .map(([at, length]) => at + length)
    if (ends.length === 0) return held
    from = Math.min(...ends)
  }
}

function checkNeedle({ bytes, edge, rest, means }: Needle): void {
  if (bytes.length === 0) throw new Error('a pattern begins with a string that is not empty')
  if (edge && !isLetterOrDigit(bytes[0])) throw new Error('only a word may begin at the edge of a word')
  if (rest[0] !== undefined && isEdge(rest[0]) && !isLetterOrDigit(bytes.at(-1)))
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

const isLetterOrDigit = (byte = 0) => /[a-z0-9_]/.test(String.fromCharCode(byte))

function signalOf(means: Meaning): number | null {
  return means.role === 'count' || means.role === 'name' ? means.signal : null
}

/** Whether one string has another in it that does not end where it ends. */
function holdsInside(outer: Uint8Array, inner: Uint8Array): boolean {
  for (let at = indexOf(outer, inner, 0); at >= 0; at = indexOf(outer, inner, at + 1)) {
    if (at + inner.length < outer.length) return true
  }
  return false
}

function indexOf(outer: Uint8Array, inner: Uint8Array, from: number): number {
  return String.fromCharCode(...outer).indexOf(String.fromCharCode(...inner), from)
}
