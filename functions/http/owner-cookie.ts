import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'

/**
 * The cookie of a browser that is signed in as the owner of a profile. Over https its name has the `__Host-` prefix
 * (RFC 6265bis section 4.1.3.2), so that no other host can set it; over plain http browsers refuse that name. Below a
 * path it has the `__Secure-` prefix (section 4.1.3.1): `__Host-` would send it to whatever else is on the host, another
 * Laurel with an owner of the same name perhaps.
 */

const NAME = 'laurel_owner_'
const PREFIXES = { host: '__Host-', secure: '__Secure-' } as const
/** Cookies of before held the key itself. They are swapped at the next visit. */
const FORMER_NAME = 'laurel_key_'

/** What a browser's cookie holds: a token, or the key itself. */
export interface OwnerCookie {
  kind: 'key' | 'token'
  secret: string
}

/** Returns the name of the cookie of a profile, over https. */
export function cookieName(site: Urls, handle: string): string {
  return PREFIXES[safePrefix(site)] + NAME + handle
}

/** Returns the cookie of a profile; null without one. */
export function ownerCookie(c: Context<AppEnv>, handle: string): OwnerCookie | null {
  const token = getCookie(c, NAME + handle, prefixOf(c))
  if (token) return { kind: 'token', secret: token }
  const key = getCookie(c, FORMER_NAME + handle)
  return key === undefined ? null : { kind: 'key', secret: key }
}

/** Gives the browser its token; the response must not be stored. */
export function setOwnerCookie(c: Context<AppEnv>, handle: string, token: string): void {
  setCookie(c, NAME + handle, token, {
    ...placeOf(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: c.var.config.SIGN_IN_SECONDS,
  })
  dropFormer(c, handle)
  c.set('signedInTo', handle)
  c.header('Cache-Control', 'no-store')
}

/** Takes back whatever the browser has for a profile. */
export function dropOwnerCookie(c: Context<AppEnv>, handle: string): void {
  c.set('signedInTo', null)
  if (getCookie(c, NAME + handle, prefixOf(c)) !== undefined) deleteCookie(c, NAME + handle, placeOf(c))
  dropFormer(c, handle)
}

/** Returns the handles of the profiles that a request has an owner's cookie for. */
export function handlesOfCookies(c: Context<AppEnv>): string[] {
  const prefix = prefixOf(c)
  const names = [(prefix ? PREFIXES[prefix] : '') + NAME, FORMER_NAME]
  const handles = Object.keys(getCookie(c)).flatMap((cookie) => {
    const name = names.find((start) => cookie.startsWith(start))
    return name === undefined ? [] : [cookie.slice(name.length)]
  })
  return [...new Set(handles)]
}

function dropFormer(c: Context<AppEnv>, handle: string): void {
  if (getCookie(c, FORMER_NAME + handle) !== undefined) deleteCookie(c, FORMER_NAME + handle, { path: '/' })
}

function placeOf(c: Context<AppEnv>) {
  const prefix = prefixOf(c)
  return { path: c.var.paths.root || '/', secure: prefix !== undefined, ...(prefix && { prefix }) }
}

function prefixOf({ var: { urls } }: Context<AppEnv>): keyof typeof PREFIXES | undefined {
  return urls.root.startsWith('https:') ? safePrefix(urls) : undefined
}

function safePrefix({ root }: Urls): keyof typeof PREFIXES {
  return new URL(root).pathname === '/' ? 'host' : 'secure'
}
