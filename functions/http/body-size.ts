import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { bytesOf } from './body-bytes.ts'

/** Limits bodies to what a form or small JSON needs. Histories are sent by PUT and have their own limits. */
export const bodySize = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method === 'PUT') return next()
  const { JSON_BODY_MAX_BYTES, MANIFEST_MAX_BYTES, INJECT_MAX_BYTES, HERMES_EVENT_MAX_BYTES } = c.var.config
  const { path } = c.req
  if (path.endsWith('/uploads')) return limited(c, next, MANIFEST_MAX_BYTES)
  if (path.endsWith('/hermes-events')) return limited(c, next, HERMES_EVENT_MAX_BYTES)
  return limited(c, next, path.endsWith('/inject') ? INJECT_MAX_BYTES : JSON_BODY_MAX_BYTES)
})

/** The same for small JSON sent by PUT. */
export const jsonBody = createMiddleware<AppEnv>(async (c, next) =>
  limited(c, next, c.var.config.JSON_BODY_MAX_BYTES),
)

async function limited(c: Context<AppEnv>, next: Next, maxBytes: number) {
  const { body, headers } = c.req.raw
  const length = headers.get('Content-Length')
  if (Number(length) > maxBytes) throw tooLarge(maxBytes)
  if (body && length === null) {
    const pieces = body.values({ preventCancel: true })
    const bytes = await bytesOf(pieces, maxBytes, () => tooLarge(maxBytes))
    c.req.raw = new Request(c.req.raw, { body: bytes })
  }
  return next()
}

function tooLarge(maxBytes: number): LaurelError {
  return new LaurelError('body_too_large', `The request body is larger than ${maxBytes} bytes.`)
}
