import { afterAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { ENGLISH, LOCALES, type Locale, speakBy } from '../../src/language/language.ts'
import { everyPage } from '../pages/every-page.tsx'
import { stringsOf } from '../pages/page-strings.ts'

/** Pages that are English for all: the reference of the API, and what its operator sees. */
const ENGLISH_PAGES = /^(API|operator)/i
/** What tests made, and what is told as it is: names, commands, code, texts of histories and of servers. */
const DATA =
  /^(Name|Title|Description|Criteria|Beginning|A session) of |calls worked, |^Tool calls in one session\.$|laurel |curl |https?:|@the-longest|[{}$<>]|\.(json|db|py|md)\b/
const WORDS = /\b[a-z]{2,}\b/g
/** Fewer English words are names, units and words that languages share. */
const SENTENCE_WORDS = 4

afterAll(() => speakBy(() => ENGLISH))

function stringsIn(locale: Locale): Map<string, Set<string>> {
  speakBy(() => LANGUAGES[locale])
  return new Map(Object.entries(everyPage()).map(([page, html]) => [page, new Set(stringsOf(html))]))
}

const english = stringsIn('en')

describe.each(LOCALES.filter((locale) => locale !== 'en'))('pages in %s', (locale) => {
  it('have no English sentence left', () => {
    const left = [...stringsIn(locale)].flatMap(([page, strings]) => {
      if (ENGLISH_PAGES.test(page)) return []
      return [...strings].filter((text) => english.get(page)?.has(text) && isSentence(text))
    })
    expect([...new Set(left)]).toEqual([])
  })
})

function isSentence(text: string): boolean {
  return (text.match(WORDS)?.length ?? 0) >= SENTENCE_WORDS && !DATA.test(text)
}
