import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'

/**
 * Reads what a handler or a refusal has left of a request's body. While one is left half read, or is cancelled, clients
 * miss the response, and the next request on their connection waits for ever.
 */
export const restOfBody = createMiddleware<AppEnv>(async (c, next) => {
  const { body } = c.req.raw
  await next()
  if (body && !body.locked) await body.pipeTo(new WritableStream()).catch(() => undefined)
})
