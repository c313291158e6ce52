import { ODD_SPACES } from '../white-space.ts'
import { characterAt, isWordAt, isWordBefore, widthOfCharacter } from './letters.ts'
import type { Linear } from './linear.ts'

/** Answers of `endOfRest` that are no place. */
export const NO_MATCH = -1
/** Spaces lead up to the end of the message: only the next one can tell. */
export const OPEN = -2

/**
 * What stands behind a needle, matched byte by byte from `at`: where it ends, or one of the answers above. No
 * string follows spaces with a space of its own, so there is never a choice to come back to.
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
      const behind = behindSpaces(memory, next, end)
      if (behind === end) return OPEN
      if (behind - next < atom.atLeast) return NO_MATCH
      next = behind
    }
  }
  return next
}

/** Whether these small letters stand there, in either case. */
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

function behindSpaces(memory: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end) {
    const character = characterAt(memory, next, end)
    if (character !== BLANK && !SPACE.test(String.fromCodePoint(character))) break
    next += widthOfCharacter(character)
  }
  return next
}
