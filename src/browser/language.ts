import { type Language, speakBy } from '../language/language.ts'

declare global {
  /** The page's language, with what its script says in it (functions/front/build-words.ts). Pages in English have none. */
  var laurelWords: Language | undefined
}

const words = globalThis.laurelWords
// Words that could not be loaded are no reason to do nothing: the script speaks English then.
if (words) speakBy(() => words)
