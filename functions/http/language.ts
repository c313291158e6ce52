import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { parseAccept } from 'hono/utils/accept'
import { parse } from 'hono/utils/cookie'
import { type Locale, localeOf } from '../../src/language/language.ts'
import { SETTINGS } from '../../src/settings.ts'
import type { AppEnv } from '../app-env.ts'

/** In which language a page is answered. */

const COOKIE = 'laurel_language'
/** What an address says it in: `?lang=de`. */
const FIELD = 'lang'

/**
 * Returns the language that a request asks for: that of its address, else the one its reader chose, else the first that
 * they prefer (RFC 9110 section 12.5.4) and that Laurel speaks, else English.
 */
export function requestedLanguage({ url, headers }: Request): Locale {
  return (
    languageOfAddress(url) ??
    ofCookie(headers.get('Cookie')) ??
    preferred(headers.get('Accept-Language')) ??
    'en'
  )
}

/** Returns the language that an address names; null if it names none. */
export function languageOfAddress(url: string): Locale | null {
  if (!url.includes(`${FIELD}=`)) return null
  return localeOf(new URL(url).searchParams.get(FIELD) ?? '')
}

/** Returns the address of a page in a language. */
export function inLanguage(url: string, locale: Locale): string {
  return `${url}${url.includes('?') ? '&' : '?'}${FIELD}=${locale}`
}

/** Whether a request has no cookie but the one of the chosen language. */
export function hasOnlyLanguageCookie(headers: Headers): boolean {
  return Object.keys(parse(headers.get('Cookie') ?? '')).every((name) => name === COOKIE)
}

/** Keeps what the reader chose in their browser. */
export function keepLanguage(c: Context<AppEnv>, locale: Locale): void {
  setCookie(c, COOKIE, locale, {
    path: c.var.paths.root || '/',
    secure: c.var.urls.root.startsWith('https:'),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: SETTINGS.LANGUAGE_COOKIE_SECONDS.value,
  })
}

/** Returns an address of this site without the language in it; null if it is of another site or none. */
export function withoutLanguage(address: string | undefined, origin: string): string | null {
  const url = URL.parse(address ?? '')
  if (url === null || url.origin !== origin) return null
  url.searchParams.delete(FIELD)
  return url.href
}

function ofCookie(header: string | null): Locale | null {
  return header?.includes(COOKIE) ? localeOf(parse(header, COOKIE)[COOKIE] ?? '') : null
}

function preferred(header: string | null): Locale | null {
  if (header === null) return null
  const wanted = parseAccept(header).filter(({ q }) => q > 0)
  return wanted.map(({ type }) => localeOf(type)).find((locale) => locale !== null) ?? null
}
