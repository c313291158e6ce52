import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { isLoopbackAddress } from './client-network.ts'
import { isLoopback } from './public-origin.ts'

/** What a proxy adds: then the address is the proxy's, and the client may be anywhere (RFC 7239, RFC 9110 section 7.6.3). */
const ADDED_BY_PROXIES = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP']

/**
 * Lets programs pass that run on the same machine as the server, without a key.
 *
 * - The client's address is loopback, as the platform reports it; if nothing reports it, nobody passes.
 * - The host that was asked is loopback, too. A page whose own name has been made to lead here (DNS rebinding) sends
 *   that name, and a server with another PUBLIC_ORIGIN is asked by that name alone.
 * - The request comes from no other site's page (CSRF), reading ones included. Browsers say where a request comes from
 *   in Sec-Fetch-Site (W3C Fetch Metadata) or in Origin, and pages can set neither; programs send neither.
 * - No proxy says that it forwarded the request.
 * @throws LaurelError `loopback_only`, `cross_site_request`
 */
export const thisMachineOnly = createMiddleware<AppEnv>(async (c, next) => {
  const { hostname, origin } = new URL(c.req.url)
  const isLocal = isLoopbackAddress(c.req.header('CF-Connecting-IP') ?? '') && isLoopback(hostname)
  const isForwarded = ADDED_BY_PROXIES.some((name) => c.req.header(name) !== undefined)
  if (!isLocal || isForwarded) {
    throw new LaurelError('loopback_only', 'Only programs on the server’s own machine may ask for this.', {
      hint: 'Ask there, at http://localhost and the server’s port, through no proxy.',
    })
  }
  const from = c.req.header('Sec-Fetch-Site') ?? 'none'
  if (!['same-origin', 'none'].includes(from) || (c.req.header('Origin') ?? origin) !== origin) {
    throw new LaurelError('cross_site_request', 'This request seems to have come from another site.')
  }
  await next()
})
