import { afterEach, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { CATEGORIES } from '../../src/engine/achievement.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { RULE_HISTORY } from '../../src/engine/rule-history.ts'
import { ENGLISH, LOCALES, speakBy, translated } from '../../src/language/language.ts'
import { select } from '../../src/ui/selection.ts'
import { unlocked } from '../pages/made-views.ts'

const TRANSLATED = LOCALES.filter((locale) => locale !== 'en')
afterEach(() => speakBy(() => ENGLISH))

it.each(TRANSLATED)('what badges and the history of rules say has words in %s', (locale) => {
  speakBy(() => LANGUAGES[locale])
  const texts = [
    ...CATALOG.flatMap(({ description, criteria }) => [description, criteria]),
    ...CATEGORIES,
    ...RULE_HISTORY.map(({ what }) => what),
  ]
  // Some languages have no other word for it.
  const same = ['Vibe Coding']
  expect(texts.filter((text) => translated(text) === text && !same.includes(text))).toEqual([])
})

it.each(TRANSLATED)('code in what a badge counts is the same in %s', (locale) => {
  speakBy(() => LANGUAGES[locale])
  const codeIn = (text: string) => text.match(/`[^`]+`|\b\w+\.(?:log|json|yaml)\b/g) ?? []
  for (const { criteria } of CATALOG) expect(codeIn(translated(criteria))).toEqual(codeIn(criteria))
})

it('a text of another version of the catalogue stays as it is', () => {
  speakBy(() => LANGUAGES.ja)
  expect(translated('A badge of days gone by.')).toBe('A badge of days gone by.')
})

it('badges are found by the words that their reader sees, and by the English ones', () => {
  const badge = unlocked('let_him_cook', 'Gold', { description: CATALOG[0]?.description ?? '' })
  const find = (q: string) => select([badge], { q }).shown
  expect([find('kitchen'), find('Küche')]).toEqual([1, 0])
  speakBy(() => LANGUAGES.de)
  expect([find('kitchen'), find('Küche')]).toEqual([1, 1])
})
