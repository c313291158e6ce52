import type { Context, Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'

/**
 * Responds to requests without a route: 405 with `Allow` (RFC 9110 section 15.5.6) if another method would match, else
 * 404. Create after all routes are registered.
 */
export function notFound(app: Hono<AppEnv>) {
  const methods = new TrieRouter<string>()
  for (const { method, path } of app.routes) {
    if (method !== 'ALL') methods.add('ALL', path, method)
  }
  return (c: Context<AppEnv>): never => {
    const allowed = new Set(methods.match('ALL', c.req.path)[0].map(([method]) => method))
    if (allowed.size === 0) throw new LaurelError('not_found', 'There is nothing here.')
    if (allowed.has('GET')) allowed.add('HEAD')
    const allow = [...allowed].sort().join(', ')
    c.header('Allow', allow)
    throw new LaurelError('method_not_allowed', 'This URL doesn’t support that method.', {
      hint: `It supports ${allow}.`,
    })
  }
}
