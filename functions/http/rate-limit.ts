import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { networkOf } from './client-network.ts'

/**
 * `strict` and `key` are for what attackers repeat: creating profiles, having requests sent to others, and presenting
 * keys, which counts together wherever it is done.
 */
type Limited = 'strict' | 'key' | 'write' | 'chunk'

/** Limits a client's requests per minute (the limits are in wrangler.toml). */
export function rateLimit(kind: Limited) {
  return createMiddleware<AppEnv>(async (c, next) => {
    await countRequest(c, kind)
    await next()
  })
}

/** Counts a request of a client. @throws LaurelError `rate_limited` */
export async function countRequest(c: Context<AppEnv>, kind: Limited): Promise<void> {
  const { STRICT_LIMITER: strict, WRITE_LIMITER: write, CHUNK_LIMITER: chunk } = c.env
  const client = clientOf(c)
  const { success } = await { strict, key: strict, write, chunk }[kind].limit({
    key: kind === 'key' ? `key:${client}` : client,
  })
  if (!success) throw tooManyRequests()
}

/**
 * Whether a client asks for too many pictures of a profile, or of all. The first limit comes first, and what it refuses
 * does not count for the second: a proxy has few addresses for all of its readers, and one profile must not use up the
 * others' share. A limiter that fails refuses nothing, because proxies remember refusals.
 */
export async function tooManyPictures(c: Context<AppEnv>, handle: string | null): Promise<boolean> {
  const { PROFILE_IMAGE_LIMITER: ofProfile, IMAGE_LIMITER: ofAll } = c.env
  const client = clientOf(c)
  try {
    if (handle !== null && !(await ofProfile.limit({ key: `${handle} ${client}` })).success) return true
    return !(await ofAll.limit({ key: client })).success
  } catch {
    return false
  }
}

/** Returns the key of the limit: the network of the client, whose address the platform reports. */
export function clientOf(c: Context): string {
  return networkOf(c.req.header('CF-Connecting-IP') ?? 'local')
}

/** What the machine itself is called, as far as it can be told. */
const LOOPBACK: ReadonlySet<string> = new Set(['local', '127.0.0.1', networkOf('::1')])

/** Returns the network that creations are counted by; null on the machine that the server runs on. */
export function creatorOf(c: Context): string | null {
  const client = clientOf(c)
  return LOOPBACK.has(client) ? null : client
}

export function tooManyRequests(): LaurelError {
  return new LaurelError('rate_limited', 'Too many requests.', { hint: 'Wait a minute and try again.' })
}
