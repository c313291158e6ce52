import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { RegisteredProfile } from '../../src/storage/registry.ts'
import type { AppEnv } from '../app-env.ts'
import { keyMatches, presentedKey } from './owner-key.ts'

export interface Access {
  profile: RegisteredProfile
  owner: boolean
}

/**
 * Finds the profile of the URL's handle and who asks. `owner` routes need the owner key; all others answer
 * whoever may see the profile. A private profile and one that does not exist look the same to strangers.
 */
export function access(who: 'anyone' | 'owner') {
  return createMiddleware<AppEnv>(async (c, next) => {
    const handle = (c.req.param('handle') ?? '').replace(/^@/, '')
    const found = await accessTo(c, handle)
    if (who === 'owner' && !found.owner) throw refusal(c, handle)
    c.set('access', found)
    await next()
  })
}

/**
 * @throws LaurelError `profile_not_found` when there is no such profile, or none that the asker may see;
 * `rate_limited` when too many keys were tried.
 */
async function accessTo(c: Context<AppEnv>, handle: string): Promise<Access> {
  const profile = await c.var.registry.find(handle)
  const presented = profile && presentedKey(c, handle)
  const owner = Boolean(presented && (await keyMatches(presented.key, profile.owner_key_sha256)))
  if (presented && !owner) await slowGuessing(c)
  if (!profile || (profile.visibility === 'private' && !owner)) throw notFound()
  return { profile, owner }
}

function notFound(): LaurelError {
  return new LaurelError('profile_not_found', 'There is no such profile, or it is private.', {
    hint: 'Check the handle; the owner of a private profile signs in with the owner key.',
  })
}

function refusal(c: Context<AppEnv>, handle: string): LaurelError {
  if (presentedKey(c, handle)) {
    return new LaurelError('wrong_key', 'This is not the owner key of this profile.', {
      hint: 'The key was shown once, when the profile was created.',
    })
  }
  c.header('WWW-Authenticate', 'Bearer realm="laurel"')
  return new LaurelError('missing_key', 'Only the owner may do this.', {
    hint: 'Send the owner key as Authorization: Bearer, or sign in.',
  })
}

async function slowGuessing(c: Context<AppEnv>): Promise<void> {
  const { success } = await c.env.STRICT_LIMITER.limit({
    key: `key:${c.req.header('CF-Connecting-IP') ?? 'local'}`,
  })
  if (!success)
    throw new LaurelError('rate_limited', 'Too many wrong keys.', { hint: 'Wait a minute and try again.' })
}
