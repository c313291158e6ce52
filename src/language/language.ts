import type german from './catalogues/de.json'

/**
 * The languages of pages. A message is its own key, in English, so that pages read as what they show; the catalogues
 * hold the others. The types know all messages: one that no catalogue has doesn't compile.
 */

/** The languages of pages and pictures, by their ISO 639-1 codes. */
export const LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'zh', 'ja'] as const
export type Locale = (typeof LOCALES)[number]

/** A text of a page, in English. `{name}` stands for a value. */
export type Message = keyof typeof german

/** What a message becomes by the number in it: one form for each of the language's plural categories (Unicode TR 35). */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

/** One language's messages. */
export type Catalogue = Readonly<Record<Message, string | Forms>>

/** What stands for `{name}` in a message. Numbers are written as the language writes them. */
export type Values<Value = string | number> = Readonly<Record<string, Value>>

export interface Language {
  locale: Locale
  /** English has none: messages are English. */
  catalogue: Readonly<Record<string, string | Forms>>
}

export const ENGLISH: Language = { locale: 'en', catalogue: {} }

/** What languages are called by those who speak them, in the order of `LOCALES`. */
export const OWN_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  zh: '简体中文',
  ja: '日本語',
}

let current = () => ENGLISH

/** Has `find` say in which language texts are from now on: the server knows by the page being rendered, a page by itself. */
export function speakBy(find: () => Language): void {
  current = find
}

/** The reader's language. Where nobody said which, as on the command line, English. */
export function language(): Language {
  return current()
}

/** Returns which of Laurel's languages a tag (BCP 47) is, by its first part: `pt-BR` is Portuguese. Null for any other. */
export function localeOf(tag: string): Locale | null {
  const [primary = ''] = tag.trim().toLowerCase().split('-')
  return LOCALES.find((locale) => locale === primary) ?? null
}

/** Returns a message in the reader's language, with its values. */
export function t(message: Message, values: Values = {}): string {
  return piecesOf(wordingOf(message), values).join('')
}

/**
 * Returns a message by the number in it, `{n}`: `plural(3, '{n} session', '{n} sessions')`. Catalogues have it by its
 * second form.
 */
export function plural(n: number, one: string, other: Message, values: Values = {}): string {
  return piecesOf(wordingOf(other, n, one), { ...values, n }).join('')
}

/** Returns what the reader's language has for a text that may be of any age, such as a stored description; else that text. */
export function translated(text: string): string {
  const known = language().catalogue[text]
  return typeof known === 'string' ? known : text
}

/** Returns the wording of a message, its `{names}` still in it. */
export function wordingOf(message: Message, n?: number, one?: string): string {
  const { locale, catalogue } = language()
  const known = catalogue[message]
  if (known === undefined) return n === 1 && one !== undefined ? one : message
  if (typeof known === 'string') return known
  return known[pluralRules(locale).select(n ?? 0)] ?? known.other
}

/** Returns a wording cut at its values, which may be elements of a page. A name without a value stays as it is. */
export function piecesOf<Value>(wording: string, values: Values<Value>): (string | Value)[] {
  return wording.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece
    const value = values[piece]
    if (value === undefined) return `{${piece}}`
    return typeof value === 'number' ? number(value) : value
  })
}

/** An integer as the reader's language groups it: 8564 is `8,564` in English. */
export function number(value: number): string {
  return numbers(value)
}

/** A figure with one digit after its point, written as the reader's language writes it. Thousands are not grouped. */
export function decimal(value: number): string {
  // Intl rounds the shortest decimal that stands for a number, toFixed the number itself.
  return decimals(Number(value.toFixed(1)))
}

/** Tags of the regions whose formats pages have. Without one, a browser may take its own. */
const FORMATS: Readonly<Partial<Record<Locale, { dates: string; numbers: string }>>> = {
  en: { dates: 'en-GB', numbers: 'en-US' },
}

/** The tag by which a language writes dates, the reader's unless another is given. */
export function dateLocale(locale: Locale = language().locale): string {
  return FORMATS[locale]?.dates ?? locale
}

/** Returns a format that writes numbers as the reader's language does at the time. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  const formats = madeOnce((locale) => new Intl.NumberFormat(FORMATS[locale]?.numbers ?? locale, options))
  return (value) => formats(language().locale).format(value)
}

const numbers = numberFormat({ maximumFractionDigits: 0 })
const decimals = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false })
const pluralRules = madeOnce((locale) => new Intl.PluralRules(locale))

/** Formats take longer to make than to use. */
function madeOnce<Made>(make: (locale: Locale) => Made): (locale: Locale) => Made {
  const made = new Map<Locale, Made>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}
