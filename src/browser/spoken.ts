import { language, type Message, t, translated } from '../language/language.ts'
import type { Problem } from './answer.ts'

/** What servers, workers and readers of files say in English, in the reader's language. */

/** What they say about something. */
const ABOUT = [
  'This is not an SQLite database; it looks like {kind}.',
  'This database has no table “{name}”.',
  'The table “{name}” lacks: {columns}.',
  'This history has more than {max} sessions.',
  'This history has more than {max} messages.',
  'A row of this history holds more than {max} bytes of text.',
  'The session titles of this history have more than {max} bytes in total.',
  'The table “{name}” has no row numbers: it was made WITHOUT ROWID.',
  '“{name}” is a view in this database, not a table.',
  '“{name}” is a virtual table in this database.',
  'The server answered {status}.',
] as const satisfies readonly Message[]

/** Returns a text in the reader's language, if it is one that the catalogue knows. */
export function spoken(text: string): string {
  for (const message of ABOUT) {
    const pieces = message.split(/\{(\w+)\}/)
    const names = pieces.filter((_, index) => index % 2 === 1)
    const pattern = pieces.map((piece, index) => (index % 2 === 1 ? '(.+)' : literal(piece))).join('')
    const found = new RegExp(`^${pattern}$`).exec(text)
    if (found === null) continue
    const [, ...values] = found
    return t(message, Object.fromEntries(names.map((name, at) => [name, translated(values[at] ?? '')])))
  }
  return translated(text)
}

/** Returns the pattern that a text alone matches. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Returns a problem with what to do about it. */
export function problemText({ message, hint }: Problem): string {
  return sentences(spoken(message), hint && spoken(hint))
}

/** Returns sentences as one text. Chinese and Japanese put no space between them. */
export function sentences(...texts: (string | undefined)[]): string {
  const { locale } = language()
  return texts.filter(Boolean).join(locale === 'zh' || locale === 'ja' ? '' : ' ')
}
