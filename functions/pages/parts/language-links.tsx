import type { FC } from 'hono/jsx'
import { LOCALES, type Locale, language } from '../../../src/language/language.ts'
import { inLanguage } from '../../http/language.ts'
import { useAddress } from '../address.ts'

/** Where search engines find a page in each language (https://www.rfc-editor.org/rfc/rfc8288 and HTML's `hreflang`). */
export const LanguageLinks: FC<{ path: string }> = ({ path }) => {
  const url = useAddress().origin + path
  return (
    <>
      {LOCALES.map((locale) => (
        <link rel="alternate" hreflang={locale} href={inLanguage(url, locale)} />
      ))}
      <link rel="alternate" hreflang="x-default" href={url} />
    </>
  )
}

/** Open Graph has languages with a territory. */
const TERRITORIES: Readonly<Record<Locale, string>> = {
  en: 'en_US',
  de: 'de_DE',
  fr: 'fr_FR',
  es: 'es_ES',
  pt: 'pt_BR',
  zh: 'zh_CN',
  ja: 'ja_JP',
}

/** The language of a link preview, as Open Graph names it. */
export function previewLocale(): string {
  return TERRITORIES[language().locale]
}
