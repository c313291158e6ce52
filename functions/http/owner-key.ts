import type { Context } from 'hono'
import { HANDLE_PATTERN } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { AppEnv, PresentedProof } from '../app-env.ts'
import { profileClient } from '../profile/client.ts'
import { askProfile } from '../profile/known-handles.ts'
import { newSecret } from '../profile/owner-secrets.ts'
import type { Proof } from '../profile/services/owner-key.ts'
import { browserLabel } from './browser-label.ts'
import { dropOwnerCookie, handlesOfCookies, ownerCookie, setOwnerCookie } from './owner-cookie.ts'

/**
 * The owner key is sent as `Authorization: Bearer` (RFC 6750 section 2.1). A browser signs in with it once and has a
 * token in a cookie from then on.
 */

/** Returns what a request presents for a profile: the key in the header, else what is in the cookie. */
export async function presentedProof(c: Context<AppEnv>, handle: string): Promise<PresentedProof> {
  const bearer = bearerKey(c)
  if (bearer !== null) return { from: 'header', proof: await keyProof(bearer) }
  const cookie = ownerCookie(c, handle)
  return cookie && { from: 'cookie', proof: { kind: cookie.kind, sha256: await sha256Hex(cookie.secret) } }
}

/** Returns the key of the `Authorization` header; null unless its scheme is Bearer. */
export function bearerKey(c: Context): string | null {
  return /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null
}

/** Returns a handle as people type it: with `@`, spaces or capitals. */
export function handleTyped(text: string): string {
  return text.trim().replace(/^@/, '').toLowerCase()
}

/** Whether a browser's page makes the request: those say where it comes from, and other clients don't. */
export function isFromPage(c: Context): boolean {
  return c.req.header('Sec-Fetch-Site') !== undefined || c.req.header('Origin') !== undefined
}

/** Returns what proves ownership, for a key in plain text. */
export async function keyProof(key: string): Promise<Proof> {
  return { kind: 'key', sha256: await sha256Hex(key) }
}

/** Signs the browser in by the key, instead of as it was before. Returns the id; null if the key is wrong. */
export async function signIn(c: Context<AppEnv>, handle: string, key: Proof): Promise<string | null> {
  if (!HANDLE_PATTERN.test(handle)) return null
  const token = newSecret('token')
  const stored = {
    tokenSha256: await sha256Hex(token),
    label: browserLabel(c.req.header('User-Agent') ?? ''),
  }
  const former = await presentedToken(c, handle)
  const id = await askProfile(c.env, handle, () =>
    profileClient(c.env, handle).ownerKey.signIn(key, stored, former),
  )
  if (id !== null) setOwnerCookie(c, handle, token)
  return id
}

/** Signs the browser out of every profile: its tokens end, and the cookies go. */
export async function signOut(c: Context<AppEnv>): Promise<void> {
  await Promise.all(
    handlesOfCookies(c).map(async (handle) => {
      const token = HANDLE_PATTERN.test(handle) ? await presentedToken(c, handle) : null
      if (token !== null) {
        await askProfile(c.env, handle, () => profileClient(c.env, handle).ownerKey.signOut(token))
      }
      dropOwnerCookie(c, handle)
    }),
  )
}

/** The SHA-256 of the token in the profile's cookie; null if there is none. */
async function presentedToken(c: Context<AppEnv>, handle: string): Promise<string | null> {
  const cookie = ownerCookie(c, handle)
  return cookie?.kind === 'token' ? sha256Hex(cookie.secret) : null
}
