import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'

/** Refuses a body of more than a form or a bit of JSON needs. Histories, which come by PUT, have limits of their own. */
export const bodySize = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method === 'PUT') return next()
  const { JSON_BODY_MAX_BYTES, MANIFEST_MAX_BYTES, INJECT_MAX_BYTES } = c.var.config
  const { path } = c.req
  const larger = path.endsWith('/uploads')
    ? MANIFEST_MAX_BYTES
    : path.endsWith('/inject')
      ? INJECT_MAX_BYTES
      : 0
  const maxSize = larger || JSON_BODY_MAX_BYTES
  const onError = () => {
    throw new LaurelError('body_too_large', `The request body is larger than ${maxSize} bytes.`)
  }
  return bodyLimit({ maxSize, onError })(c, next)
})
