import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** Policy of an image opened as a document: only inline style. */
export const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    manifestSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // Other sites below the same domain may not be ours.
  strictTransportSecurity: 'max-age=31536000',
  permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: false,
})

/**
 * Pages load only from this origin, run no inline scripts, and cannot be framed (W3C CSP Level 3). A response with its
 * own policy keeps it. Images may be framed: some sites show them in `<object>`, `<embed>` and `<iframe>`.
 */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  let own: string | null = null
  await headers(c, async () => {
    await next()
    own = c.res.headers.get('Content-Security-Policy')
  })
  if (own !== null) c.header('Content-Security-Policy', own)
  if (own === IMAGE_POLICY) c.res.headers.delete('X-Frame-Options')
}
