import { createMiddleware } from 'hono/factory'
import { publicOriginFrom } from '../../src/config.ts'
import { LaurelError } from '../../src/errors.ts'
import { SIGNING_PATH, type Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'

/**
 * Answers under one origin, the operator's `PUBLIC_ORIGIN`, so that every URL, credential and cookie is made from it.
 * Under another host, what reads is redirected, and what signs or writes is refused (RFC 9110 section 15.5.20). A proxy
 * that ends TLS passes the host on and not the scheme: further handlers see the request as the client sent it.
 *
 * Without the setting the origin is the request's own. Anyone can write any host into a request, so then only
 * loopback ones may sign.
 */
export const publicOrigin = createMiddleware<AppEnv>(async (c, next) => {
  const asked = new URL(c.req.url)
  const origin = c.var.publicOrigin ?? asked.origin
  if (c.var.publicOrigin === null && !isLoopback(asked.hostname)) warnOnce()
  if (asked.origin === origin) return next()
  const wanted = here(asked, origin)
  if (hostUnder(origin, asked) !== wanted.host) {
    const signs = SIGNING_PATH.test(asked.pathname)
    if (signs || !['GET', 'HEAD'].includes(c.req.method)) throw otherHost(origin)
    return c.redirect(wanted.href, 308)
  }
  c.req.raw = new Request(wanted, c.req.raw)
  return next()
})

/**
 * Refuses to sign for a host that nobody set.
 * @throws LaurelError `no_public_origin`
 */
export function checkIssuer(env: Env, site: Urls): void {
  if (publicOriginFrom({ ...env }) !== null || isLoopback(new URL(site.root).hostname)) return
  throw new LaurelError('no_public_origin', 'This server issues no credentials at this host.', {
    hint: 'Its operator needs to set PUBLIC_ORIGIN to the public URL.',
  })
}

/** Returns the same URL at another origin. */
function here(asked: URL, origin: string): URL {
  const url = new URL(origin)
  url.pathname = asked.pathname
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

function otherHost(origin: string): LaurelError {
  return new LaurelError('other_host', 'This server does not write or sign at this host.', {
    hint: `Send the request to ${origin} instead.`,
  })
}
