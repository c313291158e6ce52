import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import { bearerKey } from './owner-key.ts'

const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests that another site makes a browser send: any method that writes, any content type. The
 * browser says where a request comes from by Sec-Fetch-Site (W3C Fetch Metadata) or, in older ones, by Origin
 * (RFC 6454 section 7); neither can be set by a page. A request with a Bearer key is let pass: no browser adds
 * one by itself, as it does with Basic. One with cookies and no word on its origin is refused.
 */
export const sameOrigin = createMiddleware(async (c, next) => {
  const { method, url } = c.req
  if (!READING_METHODS.has(method) && bearerKey(c) === null) {
    const verdict = comesFromHere({
      site: c.req.header('Sec-Fetch-Site'),
      origin: c.req.header('Origin'),
      hasCookies: c.req.header('Cookie') !== undefined,
      here: new URL(url).origin,
    })
    if (!verdict) {
      throw new LaurelError('cross_site_request', 'This request seems to come from another site.', {
        hint: 'Send the owner key as Authorization: Bearer instead.',
      })
    }
  }
  await next()
})

interface Provenance {
  site: string | undefined
  origin: string | undefined
  hasCookies: boolean
  /** Our own origin. */
  here: string
}

function comesFromHere({ site, origin, hasCookies, here }: Provenance): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin !== undefined) return origin === here
  return !hasCookies
}
