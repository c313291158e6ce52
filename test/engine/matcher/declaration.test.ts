import { describe, expect, it } from 'vitest'
import { checkCountable, keywordsApart, matchesHeld } from '../../../src/engine/matcher/declaration.ts'
import { declaredKeywords, type Keyword, type Meaning } from '../../../src/engine/matcher/keywords.ts'
import { linear } from '../../../src/engine/matcher/linear.ts'
import { ANY_SPACES, EDGE, optional, sequence } from '../../../src/engine/pattern.ts'

const keyword = (text: string, over: Partial<Keyword> = {}): Keyword => {
  const means: Meaning = { role: 'count', signal: 0, order: 0 }
  return { text, edge: false, rest: [], means, ...over }
}
const part = (number: number): Meaning => ({ role: 'line', line: 0, part: number })
const LINE = [{ parts: 2, flag: null, count: 0 }]

describe('a declaration', () => {
  it('that there is can be counted', () => {
    const { keywords, lines } = declaredKeywords()
    expect(() => checkCountable(keywords, lines)).not.toThrow()
    expect(matchesHeld(keywords)).toBeLessThan(8)
  })

  it.each<[string, Keyword[]]>([
    ['a word edge beside what is no word', [keyword('.env', { edge: true })]],
    ['nothing to look for', [keyword('')]],
    ['spaces on one line', [keyword('a', { means: part(0), rest: [ANY_SPACES, 'b'] })]],
    ['a space behind spaces', [keyword('a', { rest: [ANY_SPACES, ' b'] })]],
    [
      'the beginning of a match inside another',
      [keyword('git', { rest: [ANY_SPACES, 'tag'] }), keyword('digits')],
    ],
    [
      'the beginning of a line inside another match',
      [keyword('docker', { means: part(0) }), keyword('docker-compose')],
    ],
    ['a match inside the beginning of a line', [keyword('docker', { means: part(0) }), keyword('dock')]],
  ])('with %s is refused', (_, keywords) => expect(() => checkCountable(keywords, LINE)).toThrow())
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
  const apart = (...keywords: Keyword[]) => keywordsApart(keywords, []).size === keywords.length

  it('when no match of it can overlap another', () => {
    expect(apart(keyword('docs'), keyword('readme'))).toBe(true)
    expect(apart(keyword('docs', { edge: true, rest: [EDGE] }))).toBe(true)
  })

  it.each<[string, Keyword[]]>([
    ['one is the beginning of another', [keyword('model'), keyword('models')]],
    ['one lies in another', [keyword('llama'), keyword('ollama2')]],
    ['one ends as another begins', [keyword('claude'), keyword('anthropic')]],
    ['one ends as it begins itself', [keyword('abca')]],
    ['more than a string belongs to it', [keyword('git', { rest: [ANY_SPACES, 'tag'] })]],
    ['a name belongs to it', [keyword('.js', { means: { role: 'name', signal: 0, order: 0 } })]],
  ])('not where %s', (_, keywords) => expect(apart(...keywords)).toBe(false))

  it('each by itself: what overlaps nothing is apart from those of its signal that do', () => {
    const [model, models, codex] = [keyword('model'), keyword('models'), keyword('codex')]
    expect([...keywordsApart([model, models, codex], [])]).toEqual([codex])
  })

  it('not beside another one that is the same string', () => {
    expect(apart(keyword('docs'), keyword('docs', { edge: true }))).toBe(false)
  })

  it('as many of those declared are, and not all', () => {
    const { keywords, lines } = declaredKeywords()
    const counted = keywords.filter(({ means }) => means.role === 'count')
    const tallied = keywordsApart(keywords, lines)
    expect(tallied.size).toBeGreaterThan(counted.length / 3)
    expect(tallied.size).toBeLessThan(counted.length)
  })

  it('not where a pattern on a line belongs to it', () => {
    expect(keywordsApart([keyword('docs')], LINE).size).toBe(0)
  })
})
