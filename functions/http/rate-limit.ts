import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { networkOf } from './client-network.ts'

/**
 * Limits a client's requests per minute (the limits are in wrangler.toml). `strict` is for what attackers repeat:
 * creating profiles, presenting keys.
 */
export function rateLimit(kind: 'strict' | 'write' | 'chunk') {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { STRICT_LIMITER: strict, WRITE_LIMITER: write, CHUNK_LIMITER: chunk } = c.env
    const limiter = { strict, write, chunk }[kind]
    const { success } = await limiter.limit({ key: clientOf(c) })
    if (!success) throw tooManyRequests()
    await next()
  })
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
