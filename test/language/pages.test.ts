import { afterAll, describe, expect, it, vi } from 'vitest'
import { ENGLISH, LOCALES, type Locale } from '../../src/language/language.ts'
import { stringsOf } from '../pages/page-strings.ts'

/** Pages that are English for all: the reference of the API, and what its operator sees. */
const ENGLISH_PAGES = /^(API|operator)/i
/** What tests made, and what is told as it is: names, commands, code, texts of histories and of servers. */
const DATA =
  /^(Name|Title|Description|Criteria|Beginning|A session) of |calls worked, |^Tool calls in one session\.$|laurel |curl |https?:|@the-longest|[{}$<>]|\.(json|db|py|md)\b/
const WORDS = /\b[a-z]{2,}\b/g
/** Fewer English words are names, units and words that languages share. */
const SENTENCE_WORDS = 4

/** What follows must neither find these modules nor their language. */
afterAll(async () => {
  const { speakBy } = await import('../../src/language/language.ts')
  speakBy(() => ENGLISH)
  vi.resetModules()
})

/** Renders all pages in a language. Each has modules of its own: pages are rendered as they are imported. */
async function stringsIn(locale: Locale): Promise<Map<string, Set<string>>> {
  vi.resetModules()
  const { LANGUAGES } = await import('../../functions/pages/languages.ts')
  const { speakBy } = await import('../../src/language/language.ts')
  speakBy(() => LANGUAGES[locale])
  const { EVERY_PAGE } = await import('../pages/every-page.tsx')
  return new Map(Object.entries(EVERY_PAGE).map(([page, html]) => [page, new Set(stringsOf(html))]))
}

const english = await stringsIn('en')

describe.each(LOCALES.filter((locale) => locale !== 'en'))('pages in %s', (locale) => {
  it('have no English sentence left', async () => {
    const left = [...(await stringsIn(locale))].flatMap(([page, strings]) => {
      if (ENGLISH_PAGES.test(page)) return []
      return [...strings].filter((text) => english.get(page)?.has(text) && isSentence(text))
    })
    expect([...new Set(left)]).toEqual([])
  })
})

function isSentence(text: string): boolean {
  return (text.match(WORDS)?.length ?? 0) >= SENTENCE_WORDS && !DATA.test(text)
}
