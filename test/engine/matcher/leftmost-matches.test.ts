import fc from 'fast-check'
import { expect, it } from 'vitest'
import { automatonFor, LIST_END } from '../../../src/engine/matcher/automaton.ts'
import { LeftmostMatches } from '../../../src/engine/matcher/leftmost-matches.ts'
import { runs } from '../../properties.ts'
import { plainWalk } from './plain-walk.ts'

const encoder = new TextEncoder()

/** Counts as a regular expression of these alternatives does, by the automaton. */
function count(words: readonly string[], text: string): number {
  const order = words
    .map((_, index) => index)
    .sort((a, b) => (words[b]?.length ?? 0) - (words[a]?.length ?? 0))
  const automaton = automatonFor(order.map((index) => encoder.encode(words[index])))
  const matches = new LeftmostMatches(1, 32)
  for (const [list, at] of plainWalk(automaton, encoder.encode(text), 0, text.length)) {
    const end = at + 1
    for (let entry = list; ; entry++) {
      const number = automaton.lists[entry] ?? LIST_END
      if (number === LIST_END) break
      const index = order[number] ?? 0
      matches.candidate(0, end - (words[index]?.length ?? 0), end, index)
    }
  }
  return matches.counts[0] ?? 0
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 })

it('are those of a regular expression, whatever its alternatives hold of each other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 6 }),
      fc.array(fc.oneof(word, fc.constantFrom('a', 'b', 'c')), { maxLength: 20 }),
      (words, pieces) => {
        const text = pieces.join('')
        expect(count(words, text)).toBe(text.match(new RegExp(words.join('|'), 'g'))?.length ?? 0)
      },
    ),
    { numRuns: runs(5000) },
  )
})

it('that are taken back count no more', () => {
  const matches = new LeftmostMatches(2, 4)
  matches.candidate(1, 0, 3, 0)
  matches.mark()
  for (let at = 4; at < 40; at += 4) matches.candidate(1, at, at + 3, 0)
  matches.backToMark()
  matches.candidate(1, 50, 53, 0)
  expect([...matches.counts]).toEqual([0, 2])
})
