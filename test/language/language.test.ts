import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import {
  ENGLISH,
  type Language,
  localeOf,
  type Message,
  number,
  piecesOf,
  plural,
  speakBy,
  t,
  translated,
} from '../../src/language/language.ts'

afterEach(() => speakBy(() => ENGLISH))

const made: Language = {
  locale: 'de',
  catalogue: { '{n} apples': { one: '{n} Apfel', other: '{n} Äpfel' }, 'Hello {who}': 'Hallo {who}' },
}
const apples = (n: number) => plural(n, '{n} apple', '{n} apples' as Message)

describe('a message', () => {
  it('is English where nobody said otherwise', () => {
    expect(t('Hello {who}' as Message, { who: 'Ada' })).toBe('Hello Ada')
    expect([0, 1, 2, 8564].map(apples)).toEqual(['0 apples', '1 apple', '2 apples', '8,564 apples'])
  })

  it('is the catalogue’s where there is one', () => {
    speakBy(() => made)
    expect(t('Hello {who}' as Message, { who: 'Ada' })).toBe('Hallo Ada')
    expect([0, 1, 2, 8564].map(apples)).toEqual(['0 Äpfel', '1 Apfel', '2 Äpfel', '8.564 Äpfel'])
  })

  it('takes a value as it is, even if it looks like a message’s', () => {
    expect(t('Hello {who}' as Message, { who: '{who} $& {n}' })).toBe('Hello {who} $& {n}')
  })

  it('keeps the elements that stand in it apart', () => {
    expect(piecesOf('Read {link}, {n} times', { link: Symbol.for('a'), n: Symbol.for('b') })).toEqual([
      'Read ',
      Symbol.for('a'),
      ', ',
      Symbol.for('b'),
      ' times',
    ])
  })

  it('that a catalogue does not have stays English', () => {
    speakBy(() => made)
    expect(translated('A description of long ago')).toBe('A description of long ago')
  })
})

it('French counts nothing as one', () => {
  speakBy(() => ({
    locale: 'fr',
    catalogue: { '{n} apples': { one: '{n} pomme', other: '{n} pommes' } },
  }))
  expect([0, 1, 2].map(apples)).toEqual(['0 pomme', '1 pomme', '2 pommes'])
})

it.each([
  ['en', '8,564'],
  ['de', '8.564'],
  ['fr', '8\u202f564'],
  ['pt', '8.564'],
  ['zh', '8,564'],
] as const)('a number in %s is %s', (locale, text) => {
  speakBy(() => LANGUAGES[locale])
  expect(number(8564)).toBe(text)
})

it.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['PT-br', 'pt'],
  ['zh-Hant-TW', 'zh'],
  ['den', null],
  ['', null],
  ['it', null],
])('the tag %s is %s', (tag, locale) => {
  expect(localeOf(tag)).toBe(locale)
})
