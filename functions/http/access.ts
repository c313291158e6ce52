import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { Access, AppEnv, PresentedProof } from '../app-env.ts'
import { identify } from '../profile/lifecycle.ts'
import { dropOwnerCookie } from './owner-cookie.ts'
import { presentedProof, signIn } from './owner-key.ts'
import { countRequest } from './rate-limit.ts'

/**
 * Resolves the profile of the URL's handle and the caller's role. `owner` routes need the owner key; the others answer
 * anyone who may see the profile. To the public, a private profile looks like a missing one.
 */
export function access(who: 'anyone' | 'owner') {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('access', await admitted(c, who))
    await next()
  })
}

/**
 * As `access`, for routes that others may use too.
 * @param named the name of the parameter with the handle
 * @throws LaurelError as `access` does
 */
export async function admitted(
  c: Context<AppEnv>,
  who: 'anyone' | 'owner',
  named = 'handle',
): Promise<Access> {
  const handle = (c.req.param(named) ?? '').replace(/^@/, '')
  const presented = await presentedProof(c, handle)
  const known = await identify(c.env, handle, presented?.proof ?? null)
  const owner = known?.owner === true
  if (presented && !owner) await turnDown(c, handle, presented)
  if (!known || (known.profile.visibility === 'private' && !owner)) throw notFound()
  if (who === 'owner' && !owner) throw refusal(c, presented)
  // The owner's responses are private; the public's change with the key and every scan.
  if (owner) c.set('isOwners', true)
  if (owner || c.var.access?.owner) c.header('Cache-Control', 'no-store')
  else c.header('Cache-Control', 'no-cache')
  c.header('Vary', 'Authorization, Cookie')
  if (known.profile.visibility !== 'public') c.header('X-Robots-Tag', 'noindex')
  const swapped = owner && presented && isVisitWithKey(c, presented)
  return { ...known, presented, signIn: swapped ? await signIn(c, handle, presented.proof) : known.signIn }
}

/** Whether a browser opens a page with a cookie that holds the key itself, which a token is to replace. */
function isVisitWithKey(c: Context, { from, proof }: NonNullable<PresentedProof>): boolean {
  const opensPage = c.req.method === 'GET' && (c.req.header('Accept') ?? '').includes('text/html')
  return from === 'cookie' && proof.kind === 'key' && opensPage
}

/**
 * Rate-limits wrong keys identically for existing and unknown handles, and clears the cookie of a deleted profile.
 * @throws LaurelError `rate_limited`
 */
async function turnDown(c: Context<AppEnv>, handle: string, presented: PresentedProof): Promise<void> {
  if (presented?.from === 'cookie') dropOwnerCookie(c, handle)
  await countRequest(c, 'key')
}

function notFound(): LaurelError {
  return new LaurelError('profile_not_found', 'This profile doesn’t exist or is private.', {
    hint: 'Check the handle. If it’s your private profile, sign in.',
  })
}

function refusal(c: Context<AppEnv>, presented: PresentedProof): LaurelError {
  if (presented) {
    return new LaurelError('wrong_key', 'Wrong owner key for this profile.', {
      hint: 'The key was shown once, when you created the profile or replaced the key.',
    })
  }
  // RFC 6750 section 3.
  c.header('WWW-Authenticate', 'Bearer realm="laurel"')
  return new LaurelError('missing_key', 'Only the owner may do this.', {
    hint: 'Send the owner key as Authorization: Bearer, or sign in.',
  })
}
