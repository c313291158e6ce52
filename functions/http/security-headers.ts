import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** What a picture may do when it is opened as a document of its own: nothing but style itself. */
export const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: false,
})

/**
 * Pages load only what comes from here, run no inline script, and stand in nobody's frame (W3C CSP Level 3).
 * An answer that brings a policy of its own keeps it.
 */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  let own: string | null = null
  await headers(c, async () => {
    await next()
    own = c.res.headers.get('Content-Security-Policy')
  })
  if (own !== null) c.header('Content-Security-Policy', own)
}
