import { describe, expect, it } from 'vitest'
import { checkCountable, matchesHeld, needlesApart } from '../../../src/engine/matcher/declaration.ts'
import { linear } from '../../../src/engine/matcher/linear.ts'
import { declaredNeedles, type Meaning, type Needle } from '../../../src/engine/matcher/needles.ts'
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

describe('a signal is only tallied', () => {
  const apart = (...needles: Needle[]) => needlesApart(needles, []).size === needles.length

  it('when no match of it can overlap another', () => {
    expect(apart(needle('docs'), needle('readme'))).toBe(true)
    expect(apart(needle('docs', { edge: true, rest: [EDGE] }))).toBe(true)
  })

  it.each<[string, Needle[]]>([
    ['one is the beginning of another', [needle('model'), needle('models')]],
    ['one lies in another', [needle('llama'), needle('ollama2')]],
    ['one ends as another begins', [needle('claude'), needle('anthropic')]],
    ['one ends as it begins itself', [needle('abca')]],
    ['more than a string belongs to it', [needle('git', { rest: [ANY_SPACES, 'tag'] })]],
    ['a name belongs to it', [needle('.js', { means: { role: 'name', signal: 0, order: 0 } })]],
  ])('not where %s', (_, needles) => expect(apart(...needles)).toBe(false))

  it('each by itself: what overlaps nothing is apart from those of its signal that do', () => {
    const [model, models, codex] = [needle('model'), needle('models'), needle('codex')]
    expect([...needlesApart([model, models, codex], [])]).toEqual([codex])
  })

  it('not beside another one that is the same string', () => {
    expect(apart(needle('docs'), needle('docs', { edge: true }))).toBe(false)
  })

  it('as many of those declared are, and not all', () => {
    const { needles, lines } = declaredNeedles()
    const counted = needles.filter(({ means }) => means.role === 'count')
    const tallied = needlesApart(needles, lines)
    expect(tallied.size).toBeGreaterThan(counted.length / 3)
    expect(tallied.size).toBeLessThan(counted.length)
  })

  it('not where a pattern on a line belongs to it', () => {
    expect(needlesApart([needle('docs')], LINE).size).toBe(0)
  })
})
