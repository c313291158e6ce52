import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { type Forms, LOCALES } from '../../src/language/language.ts'

const TRANSLATED = LOCALES.filter((locale) => locale !== 'en')
const MESSAGES = Object.keys(LANGUAGES.de.catalogue)
const namesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
const formsOf = (entry: string | Forms): [form: string, text: string][] =>
  typeof entry === 'string' ? [['', entry]] : Object.entries(entry)

describe.each(TRANSLATED)('the catalogue of %s', (locale) => {
  const { catalogue } = LANGUAGES[locale]
  const entries = Object.entries(catalogue)

  it('has every message and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...MESSAGES].sort())
  })

  it('has each message once', () => {
    const file = join(import.meta.dirname, '../../src/language/catalogues', `${locale}.json`)
    // JSON.parse takes the last of several without a word.
    const keys = readFileSync(file, 'utf8').match(/^ {2}"(?:[^"\\]|\\.)*":/gm) ?? []
    expect(keys.length).toBe(entries.length)
  })

  it('has the same values in each message as English, and text in all', () => {
    const odd = entries.flatMap(([message, entry]) => {
      return formsOf(entry)
        .filter(([form, text]) => {
          // A form for a single number may say it in a word.
          const optional = ['zero', 'one', 'two'].includes(form) ? ['{n}'] : []
          const [wanted, found] = [namesIn(message), namesIn(text)].map((names) =>
            names.filter((name) => !optional.includes(name)),
          )
          return text.trim() === '' || wanted?.join() !== found?.join()
        })
        .map(([, text]) => [message, text])
    })
    expect(odd).toEqual([])
  })

  it('has the forms that the language has', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions()
    const odd = entries.filter(([, entry]) => {
      if (typeof entry === 'string') return false
      // `many`, in Romance languages, is a million and no page has one: the other form stands for it.
      const wanted = pluralCategories.filter((category) => category !== 'many')
      const given = Object.keys(entry).filter((form) => form !== 'many')
      return given.sort().join() !== wanted.sort().join()
    })
    expect(odd).toEqual([])
  })
})

it('the catalogue of ja has one spelling for a browser', () => {
  expect(JSON.stringify(LANGUAGES.ja.catalogue)).not.toContain('ブラウザー')
})

describe('messages', () => {
  it('have no space before a mark', () => {
    expect(MESSAGES.filter((message) => / [.,;:!?](?: |$)/.test(message))).toEqual([])
  })

  it('are all said somewhere', () => {
    const root = join(import.meta.dirname, '../..')
    const sources = ['src', 'functions'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    )
    const said = sources.join('\n').replaceAll("\\'", "'")
    expect(MESSAGES.filter((message) => !said.includes(message))).toEqual([])
  })
})
