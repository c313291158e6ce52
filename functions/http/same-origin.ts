import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import { bearerKey } from './owner-key.ts'

const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Rejects writes that another site triggers in a browser, for any method and content type. The browser states a
 * request's origin in Sec-Fetch-Site (W3C Fetch Metadata) or, if older, in Origin (RFC 6454 section 7); pages can set
 * neither. Requests with a Bearer key are allowed: unlike Basic, browsers never add it themselves. Requests with
 * cookies or Basic credentials but without a stated origin are rejected.
 */
export const sameOrigin = createMiddleware(async (c, next) => {
  const { method, url } = c.req
  if (!READING_METHODS.has(method) && bearerKey(c) === null) {
    const verdict = comesFromHere({
      site: c.req.header('Sec-Fetch-Site'),
      origin: c.req.header('Origin'),
      hasCredentials: c.req.header('Cookie') !== undefined || isBasic(c.req.header('Authorization')),
      here: new URL(url).origin,
    })
    if (!verdict) {
      throw new LaurelError('cross_site_request', 'This request seems to have come from another site.', {
        hint: 'Send the owner key as Authorization: Bearer instead.',
      })
    }
  }
  await next()
})

function isBasic(authorization = ''): boolean {
  return /^Basic\b/i.test(authorization)
}

interface Provenance {
  site: string | undefined
  origin: string | undefined
  /** That a browser may have added. */
  hasCredentials: boolean
  /** Our own origin. */
  here: string
}

function comesFromHere({ site, origin, hasCredentials, here }: Provenance): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin !== undefined) return origin === here
  return !hasCredentials
}
