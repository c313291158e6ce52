import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import type { AppEnv } from '../app-env.ts'
import { findProfile } from '../profile/lifecycle.ts'
import { keyMatches, type PresentedKey, presentedKey, signOut } from './owner-key.ts'
import { clientOf, tooManyRequests } from './rate-limit.ts'

/**
 * Resolves the profile of the URL's handle and the caller's role. `owner` routes need the owner key; the others answer
 * anyone who may see the profile. To the public, a private profile looks like a missing one.
 */
export function access(who: 'anyone' | 'owner') {
  return createMiddleware<AppEnv>(async (c, next) => {
    const handle = (c.req.param('handle') ?? '').replace(/^@/, '')
    const presented = presentedKey(c, handle)
    const profile = await findProfile(c.env, handle)
    const owner = await opens(presented, profile)
    if (presented && !owner) await turnDown(c, handle, presented)
    if (!profile || (profile.visibility === 'private' && !owner)) throw notFound()
    if (who === 'owner' && !owner) throw refusal(c, presented)
    c.set('access', { profile, owner })
    // The owner's responses are private; the public's change with the key and every scan.
    c.header('Cache-Control', owner ? 'no-store' : 'no-cache')
    c.header('Vary', 'Authorization, Cookie')
    if (profile.visibility !== 'public') c.header('X-Robots-Tag', 'noindex')
    await next()
  })
}

async function opens(presented: PresentedKey, profile: ProfileDocument | null): Promise<boolean> {
  return presented !== null && profile !== null && (await keyMatches(presented.key, profile.owner_key_sha256))
}

/**
 * Rate-limits wrong keys identically for existing and unknown handles, and clears the cookie of a deleted profile.
 * @throws LaurelError `rate_limited`
 */
async function turnDown(c: Context<AppEnv>, handle: string, presented: PresentedKey): Promise<void> {
  if (presented?.from === 'cookie') signOut(c, handle)
  const { success } = await c.env.STRICT_LIMITER.limit({ key: `key:${clientOf(c)}` })
  if (!success) throw tooManyRequests()
}

function notFound(): LaurelError {
  return new LaurelError('profile_not_found', 'There is no such profile, or it is private.', {
    hint: 'Check the handle; the owner of a private profile signs in with the owner key.',
  })
}

function refusal(c: Context<AppEnv>, presented: PresentedKey): LaurelError {
  if (presented) {
    return new LaurelError('wrong_key', 'This is not the owner key of this profile.', {
      hint: 'The key was shown once, when the profile was created.',
    })
  }
  // RFC 6750 section 3.
  c.header('WWW-Authenticate', 'Bearer realm="laurel"')
  return new LaurelError('missing_key', 'Only the owner may do this.', {
    hint: 'Send the owner key as Authorization: Bearer, or sign in.',
  })
}
