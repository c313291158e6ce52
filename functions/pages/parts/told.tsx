import type { FC } from 'hono/jsx'
import { language, translated } from '../../../src/language/language.ts'

/**
 * What programs are told in English too, such as an error: in the reader's language if that has it, else as it is, and
 * marked as English.
 */
export const Told: FC<{ text: string }> = ({ text }) => {
  const { locale, catalogue } = language()
  const isKnown = locale === 'en' || text === '' || typeof catalogue[text] === 'string'
  return isKnown ? <>{translated(text)}</> : <span lang="en">{text}</span>
}
