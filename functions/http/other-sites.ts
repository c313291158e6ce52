import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'

/**
 * Lets scripts of other sites read what anyone may (WHATWG Fetch section 3.3): they then send neither cookies nor the
 * owner key. What an owner is answered stays with the owner's own page.
 */
export const otherSites = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (reads && !c.var.access?.owner) c.header('Access-Control-Allow-Origin', '*')
})
