import { createMiddleware } from 'hono/factory'
import { type PublicSite, publicSiteFrom } from '../../src/config.ts'
import { LaurelError } from '../../src/errors.ts'
import { SIGNING_PATH, type Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { withoutBase } from './below-base.ts'

/**
 * Answers under one origin, the operator's `PUBLIC_ORIGIN`, so that every URL, credential and cookie is made from it.
 * Under another host, what reads is redirected, and what signs or writes is refused (RFC 9110 section 15.5.20). A proxy
 * that ends TLS passes the host on and not the scheme, and may take the base path off: further handlers see the request
 * as the client sent it.
 *
 * Without the setting the origin is the request's own. Anyone can write any host into a request, so then only
 * loopback ones may sign.
 */
export const publicOrigin = createMiddleware<AppEnv>(async (c, next) => {
  const asked = new URL(c.req.url)
  const site = c.var.publicSite ?? { origin: asked.origin, base: '' }
  if (c.var.publicSite === null && !isLoopback(asked.hostname)) warnOnce()
  const wanted = here(asked, site)
  const reads = ['GET', 'HEAD'].includes(c.req.method)
  if (hostUnder(site.origin, asked) !== wanted.host) {
    if (SIGNING_PATH.test(asked.pathname) || !reads) throw otherHost(c.var.urls.root)
    return c.redirect(wanted.href, 308)
  }
  // The front page has one address, which the scope of its service worker begins with.
  if (reads && asked.pathname === site.base) return c.redirect(wanted.href, 308)
  const isThere = asked.origin === wanted.origin && asked.pathname === wanted.pathname
  if (!isThere) c.req.raw = new Request(wanted, c.req.raw)
  return next()
})

/**
 * Refuses to sign for a host that nobody set.
 * @throws LaurelError `no_public_origin`
 */
export function checkIssuer(env: Env, site: Urls): void {
  if (publicSiteFrom(env) !== null || isLoopback(new URL(site.root).hostname)) return
  throw new LaurelError('no_public_origin', 'This server issues no credentials at this host.', {
    hint: 'Its operator needs to set PUBLIC_ORIGIN to the public URL.',
  })
}

/** Returns the same URL at another site. */
function here(asked: URL, { origin, base }: PublicSite): URL {
  const url = new URL(origin)
  url.pathname = base + withoutBase(asked.pathname, base)
  url.search = asked.search
  return url
}

/** Returns the host of a URL, without the port if it is the default of this origin's scheme. */
function hostUnder(origin: string, { host }: URL): string {
  return new URL(`${new URL(origin).protocol}//${host}`).host
}

/** Whether a host is of the machine itself (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}

let warned = false

function warnOnce(): void {
  if (!warned) console.warn(JSON.stringify({ event: 'public_origin_not_set' }))
  warned = true
}

function otherHost(root: string): LaurelError {
  return new LaurelError('other_host', 'This server does not write or sign at this host.', {
    hint: `Send the request to ${root} instead.`,
  })
}
