import { createContext, useContext } from 'hono/jsx'
import { ENGLISH, type Language, type Locale, speakBy } from '../../src/language/language.ts'
import de from '../../src/language/words-de.ts'
import es from '../../src/language/words-es.ts'
import fr from '../../src/language/words-fr.ts'
import ja from '../../src/language/words-ja.ts'
import pt from '../../src/language/words-pt.ts'
import zh from '../../src/language/words-zh.ts'

export const LANGUAGES: Readonly<Record<Locale, Language>> = {
  en: ENGLISH,
  de: { locale: 'de', catalogue: de },
  fr: { locale: 'fr', catalogue: fr },
  es: { locale: 'es', catalogue: es },
  pt: { locale: 'pt', catalogue: pt },
  zh: { locale: 'zh', catalogue: zh },
  ja: { locale: 'ja', catalogue: ja },
}

const LANGUAGE = createContext<Language>(ENGLISH)

/** Says in which language the pages inside are rendered; without it, in English. */
export const LanguageProvider = LANGUAGE.Provider

speakBy(() => useContext(LANGUAGE))
