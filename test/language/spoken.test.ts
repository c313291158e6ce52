import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { problemIn } from '../../src/browser/history-file.ts'
import { problemText, sentences, spoken } from '../../src/browser/spoken.ts'
import { ENGLISH, speakBy } from '../../src/language/language.ts'
import { limitExceeded } from '../../src/snapshot/limits.ts'

afterEach(() => speakBy(() => ENGLISH))

describe('what readers of histories say', () => {
  it('is in the page’s language, all of it', () => {
    speakBy(() => LANGUAGES.de)
    const said = saidIn(join(import.meta.dirname, '../../src/snapshot'))
    expect(said.length).toBeGreaterThan(30)
    expect(said.filter((text) => spoken(text) === text)).toEqual([])
  })

  it('is in the page’s language with its values, which may be words of ours', () => {
    speakBy(() => LANGUAGES.de)
    expect(problemText(problemIn(limitExceeded.sessions(9000)))).toBe(
      'Dieser Verlauf hat mehr als 9000 Sitzungen. So viele schreibt kein Agent. Wähl die state.db in deinem Hermes-Ordner aus.',
    )
    expect(spoken('The table “a ( b” lacks: c, d.')).toBe('In der Tabelle „a ( b“ fehlt: c, d.')
    expect(spoken('This is not an SQLite database; it looks like a web page.')).toBe(
      'Das ist keine SQLite-Datenbank, sondern anscheinend eine Webseite.',
    )
  })

  it('stays as it is where nobody knows it', () => {
    speakBy(() => LANGUAGES.de)
    expect(problemText({ message: 'Something new.', hint: 'Try again.' })).toBe(
      'Something new. Versuch es noch einmal.',
    )
  })
})

it.each([
  ['en', 'One. Two.'],
  ['zh', 'One.Two.'],
] as const)('sentences in %s are put together as %s', (locale, text) => {
  speakBy(() => LANGUAGES[locale])
  expect(sentences('One.', undefined, 'Two.')).toBe(text)
})

/** Returns the sentences in the sources of a folder, but for what is thrown where a program is wrong. */
function saidIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  const said = [...source.matchAll(/(?<!Error\(|super\()(['`])([A-Z“][^'`\n]* [^'`\n]*\.)\1/g)]
  return said.map(([, , text = '']) => text.replace(/\$\{[^}]*\}/g, '7'))
}
