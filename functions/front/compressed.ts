import { takesGzip } from '../http/takes-gzip.ts'

const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:json|[\w.-]+\+json|[\w.-]+\+xml|javascript|xml|wasm))/
/** Below this, compressing saves no packet. Unit: bytes. */
const WORTH_COMPRESSING = 1024

/**
 * Returns a response as the client accepts it: workerd itself compresses a body that is declared so. A HEAD request is
 * answered with the headers of a GET (RFC 9110 section 9.3.2).
 */
export function compressed(request: Request, response: Response): Response {
  const { headers: given, body, status } = response
  const length = given.get('Content-Length')
  if (
    (body === null && request.method === 'GET') ||
    status !== 200 ||
    !['GET', 'HEAD'].includes(request.method) ||
    given.has('Content-Encoding') ||
    // Whoever answered has chosen already.
    given.get('Vary')?.includes('Accept-Encoding') ||
    given.get('Cache-Control')?.includes('no-transform') ||
    !COMPRESSIBLE.test(given.get('Content-Type') ?? '') ||
    (length !== null && Number(length) < WORTH_COMPRESSING)
  )
    return response
  const headers = new Headers(given)
  headers.append('Vary', 'Accept-Encoding')
  if (!takesGzip(request)) return new Response(body, { status, headers })
  headers.set('Content-Encoding', 'gzip')
  headers.delete('Content-Length')
  // The bytes are others now; what they mean is not (RFC 9110 section 8.8.1).
  const tag = headers.get('ETag')
  if (tag !== null && !tag.startsWith('W/')) headers.set('ETag', `W/${tag}`)
  return new Response(body, { status, headers })
}
