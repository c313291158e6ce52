import { LaurelError } from '../../src/errors.ts'

/**
 * Whether a Content-Encoding (RFC 9110 section 8.4.1) is gzip or none.
 * @throws LaurelError `unsupported_encoding`
 */
export function isGzip(encoding = 'identity'): boolean {
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') return true
  if (name === 'identity') return false
  throw new LaurelError('unsupported_encoding', 'Unsupported Content-Encoding.', {
    hint: 'Send it uncompressed, or with Content-Encoding: gzip.',
  })
}
