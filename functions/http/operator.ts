import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { auth } from 'hono/utils/basic-auth'
import { sha256Hex } from '../../src/digest.ts'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { sameDigest } from '../profile/owner-secrets.ts'
import { nothingHere } from './not-found.ts'
import { bearerKey } from './owner-key.ts'
import { countRequest } from './rate-limit.ts'

/**
 * Lets the operator pass, who presents OPERATOR_KEY by HTTP Basic with any name (RFC 7617) or as Bearer. Both are what
 * browsers and Prometheus do by themselves, so there is no form, no cookie and no session to keep. Without the setting
 * the path looks like any other that does not exist. Every key that is presented counts, right or wrong: past the limit
 * nobody is told whether a guess was right.
 * @throws LaurelError `not_found`, `rate_limited`, `operator_only`
 */
export const operatorOnly = createMiddleware<AppEnv>(async (c, next) => {
  const { OPERATOR_KEY: key = '' } = c.env
  if (key === '') throw nothingHere()
  c.header('Cache-Control', 'no-store')
  c.header('Vary', 'Authorization')
  const given = bearerKey(c) ?? auth(c.req.raw)?.password ?? null
  if (given !== null) await countRequest(c, 'key')
  if (given === null || !sameDigest(await sha256Hex(given), await sha256Hex(key))) throw refusal(c)
  await next()
})

function refusal(c: Context<AppEnv>): LaurelError {
  // RFC 7617 section 2.
  c.header('WWW-Authenticate', 'Basic realm="Operator of Laurel", charset="UTF-8"')
  return new LaurelError('operator_only', 'This is for whoever runs the server.', {
    hint: 'Sign in with any name, and with OPERATOR_KEY as the password.',
  })
}
