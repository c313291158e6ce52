import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import wabt from 'wabt'
import { automatonFor } from '../../../src/engine/matcher/automaton.ts'
import { declaredKeywords } from '../../../src/engine/matcher/keywords.ts'
import { LaneWalker, WINDOW } from '../../../src/engine/matcher/lane-walker.ts'
import { runs } from '../../properties.ts'
import { type Note, plainWalk } from './plain-walk.ts'

const root = new URL('../../../', import.meta.url)
const built = readFileSync(new URL('dist/walk.wasm', root))
const module = await WebAssembly.compile(built)
const encoder = new TextEncoder()

/** Every place at which keywords end, and their list, as the walker notes them window by window. */
function notesOf(walker: LaneWalker, memory: Uint8Array, begin: number, end: number): Note[] {
  const notes: Note[] = []
  for (let from = begin; from < end; from += WINDOW) {
    walker.walk(memory, begin, from, Math.min(from + WINDOW, end))
    for (let lane = 0; lane < walker.lanes; lane++) {
      for (let note = walker.begin(lane); note < walker.end(lane); note += 2) {
        notes.push([walker.notes[note] ?? 0, (walker.notes[note + 1] ?? 0) + walker.origin(lane)])
      }
    }
  }
  return notes
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 9 })
const pieces = fc.array(fc.oneof(word, fc.constantFrom('a', 'B', ' ', 'é', '\0')), { maxLength: 60 })

describe('the walk in lanes', () => {
  it('notes what the plain one notes, whatever it is walked over and where that is cut', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 6 }),
        pieces,
        fc.nat(40),
        fc.nat(40),
        (words, text, before, behind) => {
          const automaton = automatonFor(words.map((each) => encoder.encode(each)))
          const memory = encoder.encode(text.join(''))
          const begin = Math.min(before, memory.length)
          const end = Math.max(begin, memory.length - behind)
          const plain = plainWalk(automaton, memory, begin, end)
          expect(notesOf(new LaneWalker(automaton, module), memory, begin, end)).toEqual(plain)
          for (const [, at] of plain) expect(at >= begin && at < end).toBe(true)
        },
      ),
      { numRuns: runs(3000) },
    )
  })

  it('notes each keyword of a long text once, those across lanes and windows too', () => {
    const texts = declaredKeywords().keywords.map(({ text }) => text)
    const automaton = automatonFor([...new Set(texts)].map((text) => encoder.encode(text)))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 3 })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 2 * WINDOW + 200 }),
        (parts, length) => {
          const bytes = encoder.encode(parts.join(''))
          const memory = Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0)
          const plain = plainWalk(automaton, memory, 0, length)
          expect(notesOf(new LaneWalker(automaton, module), memory, 0, length)).toEqual(plain)
        },
      ),
      { numRuns: runs(150) },
    )
  })

  it('forgets the text before it', () => {
    const automaton = automatonFor([encoder.encode('needle')])
    const walker = new LaneWalker(automaton, module)
    walker.walk(encoder.encode('needle '.repeat(50)), 0, 0, 350)
    expect(notesOf(walker, encoder.encode('nee'), 0, 3)).toEqual([])
    expect(notesOf(walker, encoder.encode('a needle'), 0, 8)).toEqual([[0, 7]])
  })

  it('refuses keywords too long for a lane', () => {
    const automaton = automatonFor([new Uint8Array(1000).fill(0x61)])
    expect(() => new LaneWalker(automaton, module)).toThrow('too far')
  })
})

it('walk.wasm is what walk.wat says', async () => {
  const source = readFileSync(new URL('src/engine/matcher/walk.wat', root), 'utf8')
  const { buffer } = (await wabt()).parseWat('walk.wat', source).toBinary({})
  expect(Buffer.from(buffer).equals(built)).toBe(true)
})
