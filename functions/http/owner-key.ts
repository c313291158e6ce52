import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { sha256Hex } from '../../src/digest.ts'

/**
 * The owner key: 256 random bits, shown once when a profile is created. Only its SHA-256 is stored, which suffices for
 * a secret that cannot be guessed. It is sent as `Authorization: Bearer` (RFC 6750 section 2.1) or, by the browser, in
 * an HttpOnly cookie of the profile.
 */

const KEY_PREFIX = 'laurel_'
const COOKIE_PREFIX = 'laurel_key_'
const COOKIE_SECONDS = 365 * 24 * 3600

/** Returns a new owner key: `laurel_` and 32 random bytes in base64url (RFC 4648 section 5). */
export function newOwnerKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const base64 = btoa(String.fromCharCode(...bytes))
  return KEY_PREFIX + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export type PresentedKey = { from: 'header' | 'cookie'; key: string } | null

/** Returns the key that a request presents for a profile: from the header, else the cookie. */
export function presentedKey(c: Context, handle: string): PresentedKey {
  const bearer = bearerKey(c)
  if (bearer !== null) return { from: 'header', key: bearer }
  const cookie = getCookie(c, cookieName(handle))
  return cookie === undefined ? null : { from: 'cookie', key: cookie }
}

/** Returns the key of the `Authorization` header; null unless its scheme is Bearer. */
export function bearerKey(c: Context): string | null {
  return /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null
}

/** Whether a key matches a SHA-256 (hex). Takes the same time for every wrong key. */
export async function keyMatches(key: string, keptSha256: string): Promise<boolean> {
  const encoder = new TextEncoder()
  const [given, kept] = [encoder.encode(await sha256Hex(key)), encoder.encode(keptSha256)]
  return given.length === kept.length && crypto.subtle.timingSafeEqual(given, kept)
}

/**
 * Signs the browser in as a profile's owner; the response must not be stored. The cookie is `Secure` if the page is.
 */
export function signIn(c: Context, handle: string, key: string): void {
  const secure = new URL(c.req.url).protocol === 'https:'
  setCookie(c, cookieName(handle), key, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: COOKIE_SECONDS,
    secure,
  })
  c.header('Cache-Control', 'no-store')
}

export function signOut(c: Context, handle: string): void {
  deleteCookie(c, cookieName(handle), { path: '/' })
}

/** Returns the handle encoded in an owner-cookie name; null for other cookies. */
export function handleOfCookie(name: string): string | null {
  return name.startsWith(COOKIE_PREFIX) ? name.slice(COOKIE_PREFIX.length) : null
}

function cookieName(handle: string): string {
  return COOKIE_PREFIX + handle
}
