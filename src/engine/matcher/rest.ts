import { ODD_SPACES } from '../white-space.ts'
import { characterAt, isWordAt, isWordBefore, widthOfCharacter } from './letters.ts'
import type { Linear } from './linear.ts'

/** Results of `endOfRest` that are not positions. */
export const NO_MATCH = -1
/** Spaces reach the end of the message, so the next message decides. */
export const OPEN = -2

/**
 * Matches what must follow a keyword, byte by byte from `at`. Returns where it ends, or one of the results above. No
 * string after spaces begins with a space, so it never needs to backtrack.
 */
export function endOfRest(rest: Linear, memory: Uint8Array, begin: number, at: number, end: number): number {
  let next = at
  for (const atom of rest) {
    if (typeof atom === 'string') {
      if (!standsAt(atom, memory, next, end)) return NO_MATCH
      next += atom.length
    } else if (atom.part === 'edge') {
      if (isWordBefore(memory, begin, next) === isWordAt(memory, next, end)) return NO_MATCH
    } else {
      const spacesEnd = afterSpaces(memory, next, end)
      if (spacesEnd === end) return OPEN
      if (spacesEnd - next < atom.atLeast) return NO_MATCH
      next = spacesEnd
    }
  }
  return next
}

/** Whether these lower-case letters are at `at`, in either case. */
function standsAt(text: string, memory: Uint8Array, at: number, end: number): boolean {
  if (at + text.length > end) return false
  for (let index = 0; index < text.length; index++) {
    const byte = memory[at + index] ?? 0
    const small = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
    if (small !== text.charCodeAt(index)) return false
  }
  return true
}

const BLANK = 0x20
const SPACE = new RegExp(`[ \\t\\n\\v\\f\\r${ODD_SPACES}]`)

function afterSpaces(memory: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end) {
    const character = characterAt(memory, next, end)
    if (character !== BLANK && !SPACE.test(String.fromCodePoint(character))) break
    next += widthOfCharacter(character)
  }
  return next
}
