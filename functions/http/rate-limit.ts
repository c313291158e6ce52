import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'

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

/** Returns the key of the limit: the client's address, as the platform reports it. */
export function clientOf(c: Context): string {
  return c.req.header('CF-Connecting-IP') ?? 'local'
}

export function tooManyRequests(): LaurelError {
  return new LaurelError('rate_limited', 'Too many requests.', { hint: 'Wait a minute and try again.' })
}
