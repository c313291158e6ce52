import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  characterAt,
  characterBefore,
  isWordCharacter,
  widthOfCharacter,
} from '../../../src/engine/matcher/letters.ts'
import { runs } from '../../properties.ts'

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
const bytes = fc.uint8Array({ maxLength: 8 })

it('end and begin where a decoder has them', () => {
  const text = fc.tuple(bytes, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), bytes)
  fc.assert(
    fc.property(text, ([before, letter, behind]) => {
      const middle = new TextEncoder().encode(letter)
      const memory = Uint8Array.from([...before, ...middle, ...behind])
      const at = before.length
      const character = decoder.decode(middle).codePointAt(0)
      expect(characterAt(memory, at, memory.length)).toBe(character)
      expect(characterBefore(memory, 0, at + middle.length)).toBe(character)
      expect(widthOfCharacter(character ?? 0)).toBe(middle.length)
    }),
  )
})

it('are the last ones that a decoder makes of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (memory) => {
      const last = [...decoder.decode(memory)].at(-1)?.codePointAt(0)
      expect(characterBefore(memory, 0, memory.length)).toBe(last)
    }),
    { numRuns: runs(5000) },
  )
})

it('are of words when they are letters, numbers or _, and are remembered so', () => {
  for (const round of [1, 2]) {
    for (let character = 0; character < 0x11000 * round; character += 7) {
      expect(isWordCharacter(character)).toBe(/^[\p{L}\p{N}_]$/u.test(String.fromCodePoint(character)))
    }
  }
})
