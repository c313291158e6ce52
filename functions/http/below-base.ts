import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { getPath } from 'hono/utils/url'
import { publicSiteFrom } from '../../src/config.ts'
import type { AppEnv } from '../app-env.ts'

/** The path below which Laurel is served, that of `PUBLIC_ORIGIN`. A proxy may pass it on or take it off. */

/** The name of a file at the root of the assets. */
const ASSET = /^\/[\w-]+(?:\.[\w-]+)+$/

/** Returns the path that routes are matched with: without the base. */
export function routedPath(request: Request, options?: { env?: object }): string {
  return withoutBase(getPath(request), baseOf(options?.env))
}

/** Returns a path without the base, which is left as it is if a proxy has taken the base off. */
export function withoutBase(path: string, base: string): string {
  const has = base !== '' && (path === base || path.startsWith(`${base}/`))
  return has ? path.slice(base.length) || '/' : path
}

/**
 * Answers with the static assets below the base, as they are. Those at the root of a host the platform answers before a
 * request gets here.
 */
export const assetsBelowBase = createMiddleware<AppEnv>(async (c, next) => {
  const asks = ['GET', 'HEAD'].includes(c.req.method) && ASSET.test(c.req.path)
  const asset = asks && baseOf(c.env) !== '' ? await assetAt(c) : null
  return asset ?? next()
})

async function assetAt(c: Context<AppEnv>): Promise<Response | null> {
  const answer = await c.env.ASSETS.fetch(new Request(new URL(c.req.path, c.req.url), c.req.raw))
  return answer.status === 404 ? null : answer
}

/** '' also if the setting is wrong, which whoever answers the request says. */
function baseOf(env: { readonly PUBLIC_ORIGIN?: unknown } = {}): string {
  try {
    return publicSiteFrom(env)?.base ?? ''
  } catch {
    return ''
  }
}
