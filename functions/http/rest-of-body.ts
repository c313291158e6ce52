import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'

/**
 * Reads what a handler or a refusal has left of a request's body. While one is left half read, or is cancelled, clients
 * miss the response, and the next request on their connection waits for ever. The sender of one that is declared to be
 * long, and that nobody has begun to read, hears at once.
 */
export const restOfBody = createMiddleware<AppEnv>(async (c, next) => {
  const request = c.req.raw
  const { body } = request
  await next()
  const declared = Number(request.headers.get('Content-Length'))
  const untouched = !request.bodyUsed && declared > c.var.config.UNREAD_BODY_MAX_BYTES
  if (body && !body.locked && !untouched) await body.pipeTo(new WritableStream()).catch(() => undefined)
})
