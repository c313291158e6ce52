import { describe, expect, it } from 'vitest'
import { checkCountable, matchesHeld } from '../../../src/engine/automaton/declaration.ts'
import { linear } from '../../../src/engine/automaton/linear.ts'
import { declaredNeedles, type Meaning, type Needle } from '../../../src/engine/automaton/needles.ts'
import { ANY_SPACES, EDGE, optional, sequence } from '../../../src/engine/pattern.ts'

const needle = (text: string, over: Partial<Needle> = {}): Needle => {
  const means: Meaning = { role: 'count', signal: 0, order: 0 }
  return { text, edge: false, rest: [], means, ...over }
}
const part = (number: number): Meaning => ({ role: 'line', line: 0, part: number })
const LINE = [{ parts: 2, flag: null, count: 0 }]

describe('a declaration', () => {
  it('that there is can be counted', () => {
    const { needles, lines } = declaredNeedles()
    expect(() => checkCountable(needles, lines)).not.toThrow()
    expect(matchesHeld(needles)).toBeLessThan(8)
  })

  it.each<[string, Needle[]]>([
    ['a word edge beside what is no word', [needle('.env', { edge: true })]],
    ['nothing to look for', [needle('')]],
    ['spaces on one line', [needle('a', { means: part(0), rest: [ANY_SPACES, 'b'] })]],
    ['a space behind spaces', [needle('a', { rest: [ANY_SPACES, ' b'] })]],
    [
      'the beginning of a match inside another',
      [needle('git', { rest: [ANY_SPACES, 'tag'] }), needle('digits')],
    ],
    [
      'the beginning of a line inside another match',
      [needle('docker', { means: part(0) }), needle('docker-compose')],
    ],
    ['a match inside the beginning of a line', [needle('docker', { means: part(0) }), needle('dock')]],
  ])('with %s is refused', (_, needles) => expect(() => checkCountable(needles, LINE)).toThrow())
})

it('patterns are laid out in the order in which they would be tried', () => {
  expect(linear(sequence('pushe', optional('d'), ' tag'))).toEqual([['pushed tag'], ['pushe tag']])
  expect(linear(sequence(EDGE, 'a', optional('"', "'"), ANY_SPACES, 'b'))).toEqual([
    [EDGE, 'a"', ANY_SPACES, 'b'],
    [EDGE, "a'", ANY_SPACES, 'b'],
    [EDGE, 'a', ANY_SPACES, 'b'],
  ])
})
