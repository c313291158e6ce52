import { createContext, useContext } from 'hono/jsx'
import de from '../../src/language/catalogues/de.json'
import es from '../../src/language/catalogues/es.json'
import fr from '../../src/language/catalogues/fr.json'
import ja from '../../src/language/catalogues/ja.json'
import pt from '../../src/language/catalogues/pt.json'
import zh from '../../src/language/catalogues/zh.json'
import { type Catalogue, ENGLISH, type Language, type Locale, speakBy } from '../../src/language/language.ts'

export const LANGUAGES: Readonly<Record<Locale, Language>> = {
  en: ENGLISH,
  de: { locale: 'de', catalogue: de },
  fr: { locale: 'fr', catalogue: fr satisfies Catalogue },
  es: { locale: 'es', catalogue: es satisfies Catalogue },
  pt: { locale: 'pt', catalogue: pt satisfies Catalogue },
  zh: { locale: 'zh', catalogue: zh satisfies Catalogue },
  ja: { locale: 'ja', catalogue: ja satisfies Catalogue },
}

const LANGUAGE = createContext<Language>(ENGLISH)

/** Says in which language the pages inside are rendered; without it, in English. */
export const LanguageProvider = LANGUAGE.Provider

speakBy(() => useContext(LANGUAGE))
