import type { Child } from 'hono/jsx'
import { language, translated } from '../../../src/language/language.ts'

/**
 * Returns what programs are told in English too, such as an error: in the reader's language if that has it, else as it
 * is, and marked as English.
 */
export function told(text: string): Child {
  const { locale, catalogue } = language()
  const isKnown = locale === 'en' || text === '' || typeof catalogue[text] === 'string'
  return isKnown ? translated(text) : <span lang="en">{text}</span>
}
